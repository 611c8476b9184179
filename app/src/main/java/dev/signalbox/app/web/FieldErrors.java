package dev.signalbox.app.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;

/** Which field of a body is wrong, and why, in the client's words: never a class name, never the value itself. */
final class FieldErrors {

    private FieldErrors() {}

    static Map<String, String> error(String field, String message) {
        return Map.of("field", field, "message", message);
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
