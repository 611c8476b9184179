package dev.signalbox.app.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            @Mixin TokenTerms terms) {
        ObjectNode body = terms.body().put("name", name);
        body.set("roles", JSON.valueToTree(roles));
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
            description = "Changes what is named of a token's limits, on all nodes and at once; the rest stays.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  signalbox tokens update 3 --requests-per-minute 120 --budget-per-day 5",
                "  signalbox tokens update 3 --model none"
            })
    void update(@Parameters(paramLabel = "ID") long id, @Mixin TokenTerms terms) {
        ObjectNode body = terms.body();
        if (body.isEmpty()) {
            throw new Failure("Say what is to be changed, as --requests-per-minute 120, or 'none' for no limit.");
        }
        JsonNode changed = controlPlane().put(TOKENS + "/" + id, body.toString());
        StringBuilder now = new StringBuilder("Changed the token " + id + " (" + text(changed, "name") + "):");
        for (String field : body.propertyNames()) {
            JsonNode value = changed.path(field);
            now.append("\n  ")
                    .append(field)
                    .append(' ')
                    .append(value.isNull() ? "none" : value.asString(value.toString()));
        }
        print(changed, now.toString());
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
        ObjectNode body = JSON.createObjectNode()
                .put("grace_seconds", TokenTerms.duration(grace).toSeconds());
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
