package dev.signalbox.app.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code signalbox tokens …}: who may come in. */
@Command(
        name = "tokens",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "The tokens of operators and applications. One is shown once, when it is issued or rotated.",
        footerHeading = "%nExamples:%n",
        footer = {"  signalbox tokens issue my-app --role inference", "  signalbox tokens rotate 3 --grace 1h"})
public final class Tokens extends Console {

    private static final String TOKENS = "/api/v1/admin/tokens";
    private static final JsonMapper JSON = new JsonMapper();

    public Tokens() {
        this(new Connection());
    }

    Tokens(Connection connection) {
        super(connection);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Makes a token and prints it.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox tokens issue my-app --role inference")
    void issue(
            @Parameters(paramLabel = "NAME", description = "Unique among the tokens that are not revoked.") String name,
            @Option(
                            names = "--role",
                            split = ",",
                            defaultValue = "inference",
                            description = "admin, auditor, router or inference (the default); several with commas.")
                    List<String> roles,
            @Option(
                            names = "--purpose",
                            split = ",",
                            description = "chat, embeddings, reranking; all if none is named.")
                    @Nullable
                    List<String> purposes,
            @Option(
                            names = "--model",
                            split = ",",
                            description = "Models, or beginnings and a *; all if none is named.")
                    @Nullable
                    List<String> models,
            @Option(names = "--label", paramLabel = "KEY=VALUE", description = "To find it by; may be repeated.")
                    @Nullable
                    Map<String, String> labels,
            @Option(names = "--requests-per-minute", description = "More are answered with 429.") @Nullable
                    Long requests,
            @Option(names = "--tokens-per-minute", description = "Of prompts and answers together.") @Nullable
                    Long perMinute,
            @Option(names = "--budget-per-day", paramLabel = "USD", description = "A day is one of UTC.") @Nullable
                    BigDecimal perDay,
            @Option(names = "--budget-per-month", paramLabel = "USD", description = "A month is one of UTC.") @Nullable
                    BigDecimal perMonth,
            @Option(names = "--expires", paramLabel = "WHEN", description = "As 90d, 12h, or an RFC 3339 time.")
                    @Nullable
                    String expires) {
        ObjectNode body = JSON.createObjectNode().put("name", name);
        body.set("roles", JSON.valueToTree(roles));
        set(body, "purposes", purposes);
        set(body, "models", models);
        set(body, "labels", labels);
        set(body, "requests_per_minute", requests);
        set(body, "tokens_per_minute", perMinute);
        set(body, "budget_usd_per_day", perDay);
        set(body, "budget_usd_per_month", perMonth);
        if (expires != null) {
            body.put("expires_at", time(expires).toString());
        }
        shown(controlPlane().post(TOKENS, body.toString()));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "The tokens, masked.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox tokens list --all")
    void list(@Option(names = "--all", description = "The revoked ones, too.") boolean all) {
        JsonNode tokens = controlPlane().get(TOKENS + (all ? "?include_revoked=true" : ""));
        Table rows = Table.of("ID", "NAME", "TOKEN", "ROLES", "EXPIRES", "STATE");
        tokens.forEach(token -> rows.row(
                text(token, "id"),
                text(token, "name"),
                text(token, "masked_token"),
                roles(token),
                time(token, "expires_at"),
                state(token)));
        print(
                tokens,
                rows.orElse("There is no token but those of the configuration, as the admin token. To make one for an"
                        + " application: signalbox tokens issue NAME"));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Makes a new token in place of the one before, and prints it.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox tokens rotate 3 --grace 1h")
    void rotate(
            @Parameters(paramLabel = "ID") long id,
            @Option(
                            names = "--grace",
                            paramLabel = "TIME",
                            defaultValue = "0s",
                            description = "How long the token before goes on, as 1h or 7d; not at all by default.")
                    String grace) {
        ObjectNode body =
                JSON.createObjectNode().put("grace_seconds", duration(grace).toSeconds());
        shown(controlPlane().post(TOKENS + "/" + id + "/rotate", body.toString()));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Revokes a token, for ever and on all nodes.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox tokens revoke 3")
    void revoke(@Parameters(paramLabel = "ID") long id) {
        print(controlPlane().delete(TOKENS + "/" + id), "The token " + id + " is revoked.");
    }

    private void shown(JsonNode answer) {
        print(answer, text(answer, "token"));
        if (!connection().json()) {
            PrintWriter errors = spec().commandLine().getErr();
            errors.printf("Token %s (%s). Keep it: it is not shown again.%n", text(answer, "id"), text(answer, "name"));
            errors.flush();
        }
    }

    private static void set(ObjectNode body, String field, @Nullable Object value) {
        if (value != null) {
            body.set(field, JSON.valueToTree(value));
        }
    }

    private static Instant time(String text) {
        try {
            return text.contains("T") ? Instant.parse(text) : Instant.now().plus(duration(text));
        } catch (DateTimeParseException e) {
            throw new Failure("'" + text + "' is no time: say 90d, 12h, or 2030-01-31T00:00:00Z.");
        }
    }

    private static Duration duration(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        try {
            return Duration.parse(lower.endsWith("d") ? "P" + lower : "PT" + lower);
        } catch (DateTimeParseException e) {
            throw new Failure("'" + text + "' is no span of time: say 90d, 12h, 30m or 45s.");
        }
    }

    private static String roles(JsonNode token) {
        List<String> roles = new ArrayList<>();
        token.path("roles").forEach(role -> roles.add(role.asString()));
        return String.join(",", roles);
    }

    private static String state(JsonNode token) {
        if (!token.path("revoked_at").isNull()) {
            return "revoked";
        }
        String expires = token.path("expires_at").asString("");
        return !expires.isEmpty() && Instant.parse(expires).isBefore(Instant.now()) ? "expired" : "valid";
    }
}
