package dev.signalbox.app.web;

/** A condition for taking requests. */
@FunctionalInterface
public interface Readiness {

    boolean isReady();
}
