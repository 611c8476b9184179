package dev.signalbox.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code signalbox keys …}: the key ring. Rotation is add, promote, rewrap, retire. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "The keys that seal stored secrets; those of vendors are api-keys.",
            "To rotate: add, promote ID, rewrap, retire ID; nothing stops meanwhile."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  signalbox keys list", "  signalbox keys promote 0a1b2c3d && signalbox keys rewrap"})
public final class Keys extends Console {

    private static final String RING = "/api/v1/admin/keyring";

    public Keys() {
        this(new Connection());
    }

    Keys(Connection connection) {
        super(connection);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "The keys, what each wraps, and secrets that can't be opened.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox keys list")
    void list() {
        JsonNode ring = controlPlane().get(RING);
        Table rows = Table.of("ID", "SEALS", "HELD", "SOURCE", "WRAPS", "ADDED");
        ring.path("keys")
                .forEach(key -> rows.row(
                        text(key, "id"),
                        yes(key, "primary"),
                        yes(key, "held"),
                        text(key, "source"),
                        text(key, "wraps"),
                        time(key, "added_at")));
        print(ring, rows.text() + degraded(ring.path("degraded")));
    }

    private static String degraded(JsonNode secrets) {
        StringBuilder lines = new StringBuilder();
        secrets.forEach(secret -> lines.append("\ncan't be opened: %s %s (%s), it needs the key %s"
                .formatted(
                        text(secret, "provider_type"),
                        text(secret, "provider_id"),
                        text(secret, "name"),
                        text(secret, "needed_key_id"))));
        return lines.toString();
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Makes a new key in the node's ring file. It seals nothing until it is promoted.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox keys add")
    void add() {
        JsonNode added = controlPlane().post(RING + "/keys", null);
        print(added, """
                Added the key %1$s. Back up the ring file (encryption-key in SIGNALBOX_HOME), and copy it to all nodes.
                Then: signalbox keys promote %1$s""".formatted(text(added, "id")));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Lets a key seal what is stored from now on.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox keys promote 0a1b2c3d")
    void promote(@Parameters(paramLabel = "ID") String id) {
        print(
                controlPlane().post(RING + "/keys/" + Entries.encoded(id) + "/promote", null),
                "The key " + id + " seals now. Then: signalbox keys rewrap");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Forgets a key that wraps nothing any more.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox keys retire 0a1b2c3d")
    void retire(@Parameters(paramLabel = "ID") String id) {
        print(
                controlPlane().post(RING + "/keys/" + Entries.encoded(id) + "/retire", null),
                "The key " + id + " is retired. Take it out of BYOK_ENCRYPTION_KEY if it is there; running nodes forget"
                        + " it when they restart.");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Puts all stored secrets under the key that seals, and waits until that is done.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox keys rewrap")
    int rewrap() {
        return new RewrapCommand(controlPlane(), RING, connection().json(), out()).run();
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Prints a new key and touches nothing.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox keys generate")
    void generate() {
        String line = NewKey.line();
        print(new JsonMapper().createObjectNode().put("key", line), line);
    }

    private static String yes(JsonNode node, String field) {
        return node.path(field).asBoolean(false) ? "yes" : "-";
    }
}
