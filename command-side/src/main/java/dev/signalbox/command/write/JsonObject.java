package dev.signalbox.command.write;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object of at most 16 KiB that PostgreSQL's jsonb can hold: no NUL, no half surrogate pairs, no infinite numbers. What it
 * could not hold must not become an event, for no view could ever apply it.
 */
@Target({ElementType.FIELD, ElementType.TYPE_USE, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = JsonObject.Validator.class)
public @interface JsonObject {

    String message() default "must be a JSON object of at most 16 KiB, nested at most 32 deep, without NUL characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Validator implements ConstraintValidator<JsonObject, Map<String, Object>> {

        private static final int MOST_BYTES = 16 * 1024;
        private static final int DEEPEST = 32;
        private static final JsonMapper JSON = new JsonMapper();

        @Override
        public boolean isValid(@Nullable Map<String, Object> value, ConstraintValidatorContext context) {
            return value == null || (storable(value, 0) && JSON.writeValueAsBytes(value).length <= MOST_BYTES);
        }

        private static boolean storable(@Nullable Object value, int depth) {
            if (depth > DEEPEST) {
                return false;
            }
            return switch (value) {
                case null -> true;
                case String text -> storableText(text);
                case Double number -> Double.isFinite(number);
                case Map<?, ?> map -> storable(map.keySet(), depth) && storable(map.values(), depth);
                case Collection<?> items -> items.stream().allMatch(item -> storable(item, depth + 1));
                default -> true;
            };
        }

        private static boolean storableText(String text) {
            return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
        }
    }
}
