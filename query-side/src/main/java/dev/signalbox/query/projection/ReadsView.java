package dev.signalbox.query.projection;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The views that a controller's answers are made of. Its reads take {@code ?min_position=} and answer
 * {@code X-Config-Revision}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ReadsView {
    String[] value();
}
