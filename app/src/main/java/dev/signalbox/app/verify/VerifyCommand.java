package dev.signalbox.app.verify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code signalbox audit verify}: reads only, talks to no Signalbox. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks that no event was edited, removed, moved, inserted or cut off since it was signed; in a database also",
            "that rows of another product's log, if some were imported, are those that an event has the digest of."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is as signed",
            "1:it is not; the first bad position is named",
            "3:it can't be read",
            "64:wrong usage"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox audit verify --key VKEY --checkpoints checkpoints.notes",
            "  signalbox audit verify --url jdbc:postgresql://db/signalbox --user reader -o json",
            "  signalbox audit verify --export log.ndjson --key VKEY",
            "  signalbox audit verify --bundle proof.json --key VKEY"
        })
public final class VerifyCommand implements Callable<Integer> {

    private enum Output {
        text,
        json
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--url", paramLabel = "JDBC-URL", description = "the database; the embedded one by default")
    private @Nullable String url;

    @Option(names = "--user", description = "of the database")
    private @Nullable String user;

    @Option(names = "--password", description = "of the database; better in SIGNALBOX_DATABASE_PASSWORD")
    private @Nullable String password;

    @Option(names = "--export", paramLabel = "FILE", description = "what audit export-log wrote, instead of a database")
    private @Nullable Path export;

    @Option(names = "--bundle", paramLabel = "FILE", description = "a proof bundle of one event")
    private @Nullable Path bundle;

    @Option(names = "--checkpoints", paramLabel = "FILE", description = "kept outside; once for each node")
    private List<Path> checkpoints = new ArrayList<>();

    @Option(names = "--key", paramLabel = "VKEY", description = "a public key that is trusted; may be repeated")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text (the default) or json")
    private Output output = Output.text;

    private final ObjectNode result = new JsonMapper().createObjectNode();

    @Override
    public Integer call() {
        Set<VerifierKey> trusted = trusted();
        try {
            if (bundle != null) {
                ProofBundle proof = ProofBundle.parse(Files.readString(bundle));
                proof.check(trusted);
                result.put("position", proof.position());
                result.put("signed_up_to", proof.checkpoint().size());
                ended(
                        0,
                        "OK: the event at position " + proof.position() + " is in the log of "
                                + proof.checkpoint().size() + " events that was signed");
            } else if (export != null) {
                verifyExport(export, trusted);
            } else {
                verifyDatabase(trusted);
            }
            return CommandLine.ExitCode.OK;
        } catch (Tampered e) {
            result.put("problem", e.getMessage());
            return ended(1, "TAMPERED: " + e.getMessage());
        } catch (IOException | SQLException e) {
            err().println("It can't be read: " + e.getMessage());
            return 3;
        }
    }

    private Set<VerifierKey> trusted() {
        if (keys.isEmpty() && (bundle != null || export != null)) {
            throw new ParameterException(spec().commandLine(), "Give the public key that you trust: --key VKEY");
        }
        Set<VerifierKey> trusted = new LinkedHashSet<>();
        try {
            keys.forEach(key -> trusted.add(VerifierKey.parse(key)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), "--key: " + e.getMessage());
        }
        return trusted;
    }

    private void verifyExport(Path file, Set<VerifierKey> trusted) throws IOException, SQLException, Tampered {
        try (BufferedReader lines = Files.newBufferedReader(file);
                CheckpointFiles files = CheckpointFiles.open(outside())) {
            Verification verification = new Verification(files.notes(), trusted);
            verification.begin();
            new ExportedLog(lines).check(verification);
            report(verification, 0);
        }
    }

    private void verifyDatabase(Set<VerifierKey> trusted) throws IOException, SQLException, Tampered {
        DatabaseLogin login = DatabaseLogin.of(url, user, password);
        try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                CheckpointFiles files = CheckpointFiles.open(outside())) {
            DatabaseLog log = new DatabaseLog(connection);
            if (trusted.isEmpty()) {
                err().println("Warning: without --key the keys in the database are trusted, as who wrote it may wish");
                trusted.addAll(log.keys());
            }
            List<Notes> all = new ArrayList<>(files.notes());
            all.add(log.checkpoints());
            Verification verification = new Verification(all, trusted);
            verification.begin();
            report(verification, log.check(verification));
        }
    }

    private List<Path> outside() {
        if (checkpoints.isEmpty()) {
            err().println("Warning: without --checkpoints an old copy of the whole database goes unnoticed");
        }
        return checkpoints;
    }

    private void report(Verification done, long imported) {
        if (done.checkpoints() == 0) {
            err().println("Warning: there was no checkpoint to compare with");
        }
        result.put("events", done.events());
        result.put("checkpoints", done.checkpoints());
        result.put("signed_up_to", done.covered());
        result.put("imported_rows", imported);
        ended(
                0,
                "OK: " + done.events() + " events, " + done.checkpoints() + " checkpoints; signed up to position "
                        + done.covered() + ", " + (done.events() - done.covered()) + " not yet"
                        + (imported == 0 ? "" : "; " + imported + " imported rows"));
    }

    private int ended(int code, String text) {
        result.put("ok", code == 0);
        out().println(output == Output.json ? result.toPrettyString() : text);
        return code;
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException();
        }
        return spec;
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }
}
