package dev.signalbox.app.web;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Which field of a body is wrong, and why, in the client's words: never a class name, never the value itself. */
final class FieldErrors {

    private static final String UNKNOWN = "is not a known field";

    private FieldErrors() {}

    static Map<String, String> error(String field, String message) {
        return Map.of("field", field, "message", message);
    }

    static Map<String, String> unknown(UnrecognizedPropertyException e) {
        return error(path(e), UNKNOWN);
    }

    /** The same for the audit log: of the client's own names, which may be anything, none. */
    static String forTheRecord(List<Map<String, String>> errors) {
        return errors.stream()
                .map(error -> named(error.getOrDefault("field", ""), error.getOrDefault("message", "")))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String named(String path, String message) {
        if (message.equals(UNKNOWN)) {
            return "a field is not known";
        }
        // below it may be keys of a map
        return path.split("[.\\[]", 2)[0] + " " + message;
    }

    /** {@code useForChat} → {@code use_for_chat}. */
    static String onTheWire(String javaName) {
        return javaName.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    static String path(JacksonException e) {
        String path = e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "(body)" : path.replace(".[", "[");
    }

    static String reason(DatabindException e) {
        Class<?> wanted = e instanceof InvalidFormatException format ? format.getTargetType() : null;
        if (wanted != null && wanted.isEnum()) {
            String names = Arrays.stream(wanted.getEnumConstants())
                    .map(FieldErrors::wireName)
                    .collect(Collectors.joining(", "));
            return "must be one of " + names;
        }
        return "has the wrong type";
    }

    private static String wireName(Object constant) {
        try {
            return (String) constant.getClass().getMethod("wireName").invoke(constant);
        } catch (ReflectiveOperationException e) {
            return constant.toString().toLowerCase(Locale.ROOT);
        }
    }
}
