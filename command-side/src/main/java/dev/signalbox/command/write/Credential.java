package dev.signalbox.command.write;

import dev.signalbox.secrets.Secret;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** A credential that fits into an HTTP header: 1 to 4096 visible ASCII characters. */
@Target({ElementType.FIELD, ElementType.TYPE_USE, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Credential.Validator.class)
public @interface Credential {

    String message() default "must have 1 to 4096 visible ASCII characters without blanks";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Validator implements ConstraintValidator<Credential, Secret> {
        @Override
        public boolean isValid(@Nullable Secret secret, ConstraintValidatorContext context) {
            return isValid(secret);
        }

        public boolean isValid(@Nullable Secret secret) {
            if (secret == null) {
                return true;
            }
            for (byte b : secret.bytes()) {
                if (b <= ' ' || b == 127) {
                    return false;
                }
            }
            return secret.bytes().length >= 1 && secret.bytes().length <= 4096;
        }
    }
}
