package dev.signalbox.inference.circuit;

/** Whether a provider may be asked now. */
public enum Admission {
    ADMITTED,
    /** It is left alone for a while, or another request is finding out whether it is back. */
    COOLING,
    /** It has as many requests in flight as it is given at once. */
    SATURATED
}
