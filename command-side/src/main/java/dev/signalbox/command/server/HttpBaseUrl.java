package dev.signalbox.command.server;

import dev.signalbox.events.address.Host;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An absolute http(s) URL of a server, without user-info, query and fragment, that doesn't name a forbidden address. */
@Target({ElementType.FIELD, ElementType.TYPE_USE, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = HttpBaseUrl.Validator.class)
public @interface HttpBaseUrl {

    String message() default "must be an absolute http or https URL without user-info, query and fragment";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Validator implements ConstraintValidator<HttpBaseUrl, String> {
        /** Without trailing {@code /} and {@code /v1}. */
        public static String normalised(String url) {
            return url.strip().replaceAll("/+$", "").replaceAll("/v1$", "").replaceAll("/+$", "");
        }

        @Override
        public boolean isValid(@Nullable String url, ConstraintValidatorContext context) {
            if (url == null) {
                return true;
            }
            try {
                URI uri = new URI(url.strip());
                if (uri.getHost() != null && isForbidden(uri.getHost(), context)) {
                    return false;
                }
                String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
                return (scheme.equals("http") || scheme.equals("https"))
                        && uri.getHost() != null
                        && uri.getPort() <= 65535
                        && uri.getPort() != 0
                        && uri.getRawUserInfo() == null
                        && uri.getRawFragment() == null
                        && uri.getRawQuery() == null;
            } catch (URISyntaxException e) {
                return false;
            }
        }

        /** What shows in the URL already; where a name leads is asked when a connection is made. */
        private static boolean isForbidden(String host, ConstraintValidatorContext context) {
            boolean forbidden;
            try {
                forbidden = Host.of(host).never();
            } catch (IllegalArgumentException e) {
                forbidden = true;
            }
            if (forbidden) {
                context.disableDefaultConstraintViolation();
                context.buildConstraintViolationWithTemplate(
                                "must not name a link-local, metadata, multicast, unspecified or reserved address,"
                                        + " nor write an address in an unusual way")
                        .addConstraintViolation();
            }
            return forbidden;
        }
    }
}
