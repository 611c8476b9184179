package dev.signalbox.app.cli;

import dev.signalbox.secrets.FernetKey;
import dev.signalbox.secrets.InvalidEncryptionKeyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code signalbox import ops-center}: reads the old database here, and has the running node import what it read. */
@Command(
        name = "ops-center",
        mixinStandardHelpOptions = true,
        description = {
            "Imports servers, keys, active providers and the audit log of an Ops-Center, all or nothing.",
            "The old database is only read. Run it twice: what was imported stays as it is."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Imported, or with --dry-run: it could be.",
            "1:Nothing was imported; the message names the rows and what to do.",
            "64:Wrong usage."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox import ops-center --url jdbc:postgresql://old-host/ops --user ops --byok-key-file byok.key --dry-run",
            "  signalbox import ops-center --url jdbc:postgresql://old-host/ops --user ops --byok-key-file byok.key",
            "The old database's password comes from $PGPASSWORD."
        })
final class ImportOpsCenter implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();

    @Option(
            names = "--url",
            required = true,
            paramLabel = "JDBC-URL",
            description = "The old database: jdbc:postgresql://HOST/DATABASE")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String url;

    @Option(names = "--user", description = "Its user. Default: $$PGUSER.")
    private @Nullable String user;

    @Option(
            names = "--byok-key-file",
            required = true,
            paramLabel = "FILE",
            description = "A file with the old BYOK_ENCRYPTION_KEY, alone or as a line BYOK_ENCRYPTION_KEY=….")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path keyFile;

    @Option(names = "--dry-run", description = "Only say what would become of every row.")
    private boolean dryRun;

    @Option(names = "--skip-problems", description = "Leave out the rows that can't be imported, and import the rest.")
    private boolean skipProblems;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            defaultValue = "ops-center",
            description = "Names the old installation, when there are several. Default: ops-center.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String source;

    @Option(
            names = "--node",
            paramLabel = "URL",
            description =
                    "The control plane. Default: $$SIGNALBOX_URL, else http://127.0.0.1:$$SIGNALBOX_CONTROL_PORT (8084).")
    private @Nullable String node;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text (the default) or json.")
    private Connection.Output output = Connection.Output.text;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final Map<String, String> environment;

    ImportOpsCenter() {
        this(System.getenv());
    }

    ImportOpsCenter(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new ParameterException(spec.commandLine(), "--url must begin with jdbc:postgresql:");
        }
        Connection connection = new Connection(environment, node);
        requireSafe(connection.url());
        ObjectNode body = JSON.createObjectNode()
                .put("source", source)
                .put("dry_run", dryRun)
                .put("skip_problems", skipProblems);
        try (FernetKey key = key()) {
            read(body, key);
        }
        JsonNode report =
                connection.controlPlane().post("/api/v1/admin/import/ops-center", JSON.writeValueAsString(body));
        PrintWriter out = spec.commandLine().getOut();
        out.println(output == Connection.Output.json ? report.toPrettyString() : ImportText.of(report));
        out.flush();
        boolean blocked = report.path("problems").asInt() > 0 && !skipProblems;
        return blocked ? 1 : 0;
    }

    /** What is sent has the keys in it. */
    private static void requireSafe(String control) {
        URI uri = URI.create(control);
        String host = String.valueOf(uri.getHost());
        boolean loopback = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        if (!"https".equals(uri.getScheme()) && !loopback) {
            throw new Failure(
                    "The keys would go to " + control + " in the clear. Run this on the node's machine, through"
                            + " a tunnel (ssh -L 8084:127.0.0.1:8084 …), or name an https URL with --node.");
        }
    }

    private FernetKey key() {
        try {
            String text = Files.readString(keyFile).strip();
            String line = text.lines()
                    .filter(candidate -> candidate.startsWith(EnvFile.NAME + "="))
                    .findFirst()
                    .map(found -> found.substring(EnvFile.NAME.length() + 1).replaceAll("^[\"']|[\"']$", ""))
                    .orElse(text);
            return FernetKey.parse(line, keyFile.toString());
        } catch (NoSuchFileException e) {
            throw new Failure("There is no file " + keyFile + ". Nothing was imported.");
        } catch (IOException e) {
            throw new Failure(keyFile + " can't be read: " + e.getClass().getSimpleName() + ".");
        } catch (InvalidEncryptionKeyException e) {
            throw new Failure(keyFile + " has no BYOK_ENCRYPTION_KEY: 44 characters in base64url, as the old"
                    + " installation's environment has it.");
        }
    }

    private void read(ObjectNode body, FernetKey key) {
        Properties login = new Properties();
        String name = user == null ? environment.get("PGUSER") : user;
        if (name != null) {
            login.setProperty("user", name);
        }
        String password = environment.get("PGPASSWORD");
        if (password != null) {
            login.setProperty("password", password);
        }
        login.setProperty("connectTimeout", "10");
        login.setProperty("socketTimeout", "60");
        login.setProperty("ApplicationName", "signalbox import");
        try (var connection = DriverManager.getConnection(url, login)) {
            OldDatabase old = new OldDatabase(connection);
            old.read(body, key);
            if (old.isKeyWrong() && !skipProblems) {
                throw new Failure("None of the " + old.keys() + " keys in llm_api_keys can be decrypted with " + keyFile
                        + ": it is another installation's. Find the BYOK_ENCRYPTION_KEY that the old one ran with."
                        + " Nothing was imported.");
            }
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    /** What the driver says, without its own advice. */
    private static String first(SQLException e) {
        if (e.getCause() instanceof UnknownHostException unknown) {
            return "there is no host " + unknown.getMessage();
        }
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("\\. .*", "")
                .replaceFirst("\\.$", "");
    }

    private static Failure unreachable(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String mend = state.startsWith("08")
                ? "Check host, port and whether it runs."
                : state.startsWith("28")
                        ? "Check --user and $PGPASSWORD."
                        : state.equals("3D000") ? "Check the name of the database." : "Check --url.";
        return new Failure("The old database can't be read: " + first(e) + ". " + mend + " Nothing was imported.");
    }
}
