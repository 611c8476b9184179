package dev.signalbox.app.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once into {@code $SIGNALBOX_HOME/postgres-<version>}. */
record Binaries(Path directory) {

    private static final Logger log = LoggerFactory.getLogger(Binaries.class);
    private static final Pattern VERSION = Pattern.compile("-(\\d+(?:\\.\\d+)+)\\.jar");

    static Binaries unpack(Path home) throws IOException {
        URL archive = archive();
        Matcher version = VERSION.matcher(archive.toString());
        Path directory = home.resolve("postgres-" + (version.find() ? version.group(1) : "unknown"));
        if (!Files.isDirectory(directory)) {
            log.info("Unpacking PostgreSQL into {}", directory);
            Path unfinished = home.resolve("postgres.unpacking");
            FileSystemUtils.deleteRecursively(unfinished);
            try (InputStream in = archive.openStream()) {
                extract(in, unfinished);
            }
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
        }
        return new Binaries(directory);
    }

    String program(String name) {
        return directory.resolve("bin").resolve(name).toString();
    }

    /** The format of the data changes with every major version. */
    void requireVersionOf(Path data) throws IOException {
        String written = Files.readString(data.resolve("PG_VERSION")).strip();
        String name = String.valueOf(directory.getFileName());
        if (!name.startsWith("postgres-" + written + ".") && !name.endsWith("-unknown")) {
            throw new EmbeddedDatabaseException(
                    "The data in " + data + " are PostgreSQL " + written + "'s, but this is " + name
                            + ". Move them over with pg_dump of the older one, or go on with the older Signalbox.");
        }
    }

    private static URL archive() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "darwin" : os;
        String architecture =
                switch (System.getProperty("os.arch")) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    case String other -> other;
                };
        URL archive = Binaries.class.getResource("/postgres-" + system + "-" + architecture + ".txz");
        if (archive == null) {
            throw new EmbeddedDatabaseException("This Signalbox brings no PostgreSQL for " + system + " on "
                    + architecture + ". Use one of your own: SIGNALBOX_DATABASE_URL=jdbc:postgresql://HOST/DATABASE");
        }
        return archive;
    }

    private static void extract(InputStream in, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = entry.resolveIn(target);
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.resolveSibling(""));
                    write(tar, entry, path);
                }
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
