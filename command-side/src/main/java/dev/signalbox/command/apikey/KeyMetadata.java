package dev.signalbox.command.apikey;

import dev.signalbox.command.server.HttpBaseUrl;
import dev.signalbox.events.apikey.ApiKeyDetails;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An address in a key's metadata is one that a server could have, too. */
@Target({ElementType.FIELD, ElementType.TYPE_USE, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = KeyMetadata.Validator.class)
@interface KeyMetadata {

    String message() default "base_url must be an absolute http or https URL without user-info, query and fragment";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Validator implements ConstraintValidator<KeyMetadata, Map<String, Object>> {

        private final HttpBaseUrl.Validator url = new HttpBaseUrl.Validator();

        @Override
        public boolean isValid(@Nullable Map<String, Object> metadata, ConstraintValidatorContext context) {
            if (metadata == null || !metadata.containsKey(ApiKeyDetails.BASE_URL)) {
                return true;
            }
            // what is not understood would send the key to the vendor itself
            return metadata.get(ApiKeyDetails.BASE_URL) instanceof String given
                    && url.isValid(given, context)
                    && new ApiKeyDetails("", false, metadata).baseUrl() != null;
        }
    }
}
