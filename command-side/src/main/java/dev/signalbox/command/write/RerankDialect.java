package dev.signalbox.command.write;

import dev.signalbox.events.routing.Route;
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

/**
 * Metadata whose {@code rerank_dialect}, if there is one, is known: with another, reranking would go on as before, and nobody
 * would see why.
 */
@Target({ElementType.FIELD, ElementType.TYPE_USE, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = RerankDialect.Validator.class)
public @interface RerankDialect {

    String message() default "rerank_dialect must be one of cohere, jina, tei and voyage";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Validator implements ConstraintValidator<RerankDialect, Map<String, Object>> {

        @Override
        public boolean isValid(@Nullable Map<String, Object> metadata, ConstraintValidatorContext context) {
            Object said = metadata == null ? null : metadata.get(Route.RERANK_DIALECT);
            return said == null || said instanceof String text && Route.RERANK_DIALECTS.contains(text);
        }
    }
}
