package dev.signalbox.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code signalbox status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "How the node is: views, active providers, servers that are down, secrets that can't be opened.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Nothing is wrong.", "1:Something is wrong, or nothing answers.", "64:Wrong usage."},
        footerHeading = "%nExamples:%n",
        footer = {"  signalbox status", "  signalbox status --url https://signalbox.example -o json"})
public final class StatusCommand extends Console implements Callable<Integer> {

    public StatusCommand() {
        this(new Connection());
    }

    StatusCommand(Connection connection) {
        super(connection);
    }

    @Override
    public Integer call() {
        ControlPlane node = controlPlane();
        JsonNode views = node.get("/api/v1/admin/projections");
        JsonNode servers = node.get(Entries.SERVERS);
        JsonNode active = node.get("/api/v1/llm-config/active");
        JsonNode degraded = node.get("/api/v1/admin/keyring").path("degraded");
        List<String> wrong = new ArrayList<>();
        views.forEach(view -> {
            if (!text(view, "state").equals("live")) {
                wrong.add("the view " + text(view, "name") + " is " + text(view, "state")
                        + (view.path("error").isString() ? ": " + text(view, "error") : ""));
            }
        });
        servers.forEach(server -> {
            if (server.path("enabled").asBoolean()
                    && text(server, "health_status").equals("down")) {
                wrong.add("the server " + text(server, "name") + " is down");
            }
        });
        degraded.forEach(secret -> wrong.add("the secret of " + text(secret, "name")
                + " can't be opened: it needs the key " + text(secret, "needed_key_id")));
        ObjectNode all = new JsonMapper().createObjectNode();
        all.set("views", views);
        all.set("servers", servers);
        all.set("active", active);
        wrong.forEach(all.putArray("wrong")::add);
        long position = views.path(0).path("head").asLong();
        print(
                all,
                "position " + position + ", " + views.size() + " views, " + servers.size()
                        + (servers.size() == 1 ? " server\n" : " servers\n")
                        + Active.text(node, active) + "\n"
                        + (wrong.isEmpty() ? "Nothing is wrong." : "! " + String.join("\n! ", wrong)));
        return wrong.isEmpty() ? 0 : 1;
    }
}
