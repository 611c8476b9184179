package dev.signalbox.command.token;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A model as clients name it, or the beginning of names and a {@code *}. */
@Target({ElementType.FIELD, ElementType.TYPE_USE, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Pattern(regexp = "[\\x21-\\x29\\x2b-\\x7e]{0,254}[\\x21-\\x7e]")
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@interface ModelPattern {

    String message() default "must be a model's name, or its beginning and a *; 1 to 255 visible ASCII characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
