package dev.signalbox.app.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a token is limited to. Each limit may be {@code none}. */
final class TokenTerms {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String NONE = "none";

    @Option(
            names = "--purpose",
            split = ",",
            paramLabel = "PURPOSE",
            description = "chat, embeddings, reranking; none for all.")
    private @Nullable List<String> purposes;

    @Option(
            names = "--model",
            split = ",",
            paramLabel = "MODEL",
            description = "Models, or beginnings and a *; none for all.")
    private @Nullable List<String> models;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "To find it by; may be repeated.")
    private @Nullable Map<String, String> labels;

    @Option(
            names = "--requests-per-minute",
            paramLabel = "NUMBER",
            description = "More are answered with 429; none for no limit.")
    private @Nullable String requests;

    @Option(
            names = "--tokens-per-minute",
            paramLabel = "NUMBER",
            description = "Of prompts and answers together; none for no limit.")
    private @Nullable String tokens;

    @Option(names = "--budget-per-day", paramLabel = "USD", description = "A day is one of UTC; none for no limit.")
    private @Nullable String perDay;

    @Option(names = "--budget-per-month", paramLabel = "USD", description = "A month is one of UTC; none for no limit.")
    private @Nullable String perMonth;

    @Option(names = "--expires", paramLabel = "WHEN", description = "As 90d, 12h, or an RFC 3339 time; none for never.")
    private @Nullable String expires;

    /** As the API takes it: what is not named is not in it. */
    ObjectNode body() {
        ObjectNode body = JSON.createObjectNode();
        list(body, "purposes", purposes);
        list(body, "models", models);
        if (labels != null) {
            body.set("labels", JSON.valueToTree(labels));
        }
        number(body, "requests_per_minute", "--requests-per-minute", requests);
        number(body, "tokens_per_minute", "--tokens-per-minute", tokens);
        number(body, "budget_usd_per_day", "--budget-per-day", perDay);
        number(body, "budget_usd_per_month", "--budget-per-month", perMonth);
        if (NONE.equals(expires)) {
            body.putNull("expires_at");
        } else if (expires != null) {
            body.put("expires_at", time(expires).toString());
        }
        return body;
    }

    private static void list(ObjectNode body, String field, @Nullable List<String> values) {
        if (values != null && values.equals(List.of(NONE))) {
            body.putNull(field);
        } else if (values != null) {
            body.set(field, JSON.valueToTree(values));
        }
    }

    private static void number(ObjectNode body, String field, String option, @Nullable String value) {
        if (NONE.equals(value)) {
            body.putNull(field);
        } else if (value != null) {
            try {
                body.put(field, new BigDecimal(value));
            } catch (NumberFormatException e) {
                throw new Failure(option + " " + value + " is no number, and not 'none'.");
            }
        }
    }

    private static Instant time(String text) {
        try {
            return text.contains("T") ? Instant.parse(text) : Instant.now().plus(duration(text));
        } catch (DateTimeParseException e) {
            throw new Failure("'" + text + "' is no time: say 90d, 12h, or 2030-01-31T00:00:00Z.");
        }
    }

    static Duration duration(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        try {
            return Duration.parse(lower.endsWith("d") ? "P" + lower : "PT" + lower);
        } catch (DateTimeParseException e) {
            throw new Failure("'" + text + "' is no span of time: say 90d, 12h, 30m or 45s.");
        }
    }
}
