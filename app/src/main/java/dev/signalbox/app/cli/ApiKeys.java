package dev.signalbox.app.cli;

import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code signalbox api-keys …}: keys of vendors. Those that seal them are {@code signalbox keys}. */
@Command(
        name = "api-keys",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "The vendors' API keys; KEY is provider/key_name, the name alone, or a number.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox api-keys list",
            "  signalbox api-keys add openai Main --key env:OPENAI_API_KEY",
            "  signalbox api-keys rotate openai/Main --key -"
        })
public final class ApiKeys extends Console {

    private static final JsonMapper JSON = new JsonMapper();

    public ApiKeys() {
        this(new Connection());
    }

    ApiKeys(Connection connection) {
        super(connection);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "All keys, masked, and what they were used for so far.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox api-keys list")
    void list() {
        JsonNode keys = controlPlane().get(Entries.KEYS);
        Table rows =
                Table.of("ID", "PROVIDER", "NAME", "KEY", "ENABLED", "REQUESTS", "TOKENS", "COST USD", "LAST USED");
        keys.forEach(key -> rows.row(
                text(key, "id"),
                text(key, "provider"),
                text(key, "key_name"),
                text(key, "masked_key"),
                key.path("enabled").asBoolean() ? "yes" : "no",
                text(key, "requests_count"),
                text(key, "tokens_used"),
                dollars(key),
                time(key, "last_used")));
        print(keys, rows.orElse("There is no API key yet. To add one: signalbox api-keys add --help"));
    }

    /** To the ten-thousandth, as they are counted. */
    private static String dollars(JsonNode key) {
        JsonNode cost = key.path("cost_usd");
        return cost.isNumber()
                ? cost.decimalValue().setScale(4, RoundingMode.HALF_UP).toPlainString()
                : text(key, "cost_usd");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "One key with all its fields; never the key itself.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox api-keys show openai/Main")
    void show(@Parameters(paramLabel = "KEY") String name) {
        line(Entries.apiKey(controlPlane(), name).toPrettyString());
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Adds a key.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  signalbox api-keys add openai Main --key env:OPENAI_API_KEY",
                "  pass show openrouter | signalbox api-keys add openrouter Main --key -"
            })
    void add(
            @Parameters(paramLabel = "PROVIDER", description = "As openai, anthropic, openrouter.") String provider,
            @Parameters(paramLabel = "NAME") String name,
            @Mixin KeyOption key) {
        ObjectNode body = JSON.createObjectNode().put("provider", provider).put("key_name", name);
        body.put("api_key", key.value());
        JsonNode added = controlPlane().post(Entries.KEYS, JSON.writeValueAsString(body));
        print(
                added,
                "Added the key " + Entries.keyName(added) + " (" + text(added, "masked_key") + ") with the number "
                        + text(added, "id") + ".");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Changes what is named; the rest stays.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox api-keys update openai/Main --no-enabled")
    void update(
            @Parameters(paramLabel = "KEY") String name,
            @Option(names = "--rename", paramLabel = "NEW-NAME", description = "Gives it another name.") @Nullable
                    String newName,
            @Option(names = "--enabled", negatable = true, description = "Whether it is used.") @Nullable
                    Boolean enabled) {
        ControlPlane node = controlPlane();
        JsonNode key = Entries.apiKey(node, name);
        ObjectNode body = JSON.createObjectNode();
        if (newName != null) {
            body.put("key_name", newName);
        }
        if (enabled != null) {
            body.put("enabled", enabled);
        }
        JsonNode changed = node.put(Entries.path(Entries.KEYS, key), JSON.writeValueAsString(body));
        print(changed, "Changed the key " + Entries.keyName(changed) + ".");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Replaces the secret; the old one is destroyed after a while.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox api-keys rotate openai/Main --key env:NEW_KEY")
    void rotate(@Parameters(paramLabel = "KEY") String name, @Mixin KeyOption secret) {
        ControlPlane node = controlPlane();
        JsonNode key = Entries.apiKey(node, name);
        ObjectNode body = JSON.createObjectNode().put("api_key", secret.value());
        JsonNode changed = node.put(Entries.path(Entries.KEYS, key), JSON.writeValueAsString(body));
        print(changed, "Rotated the key " + Entries.keyName(changed) + ": " + text(changed, "masked_key") + " now.");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Deletes a key that is not in use; its secret is destroyed.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox api-keys delete openai/Main")
    void delete(@Parameters(paramLabel = "KEY") String name) {
        ControlPlane node = controlPlane();
        print(node.delete(Entries.path(Entries.KEYS, Entries.apiKey(node, name))), "Deleted the key " + name + ".");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Asks the vendor whether the key is good, at no cost; exit code 1 when it is not.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox api-keys test openai/Main")
    int test(@Parameters(paramLabel = "KEY") String name) {
        ControlPlane node = controlPlane();
        JsonNode tested = node.post(Entries.path(Entries.KEYS, Entries.apiKey(node, name)) + "/test", null);
        print(tested, text(tested, "verdict") + ": " + text(tested, "message"));
        return tested.path("success").asBoolean() ? 0 : 1;
    }
}
