package dev.signalbox.command.config;

import dev.signalbox.command.write.Credential;
import dev.signalbox.events.configuration.Configuration;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.secrets.Secret;
import dev.signalbox.secrets.Vault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the references in a file stand for, in the vault. */
final class Secrets {

    private final Vault vault;
    private final Configuration now;
    private final Map<String, Secret> given;
    private final Lines lines;

    /** @param given the plaintexts by their references, looked up by whoever sent the file */
    Secrets(Vault vault, Configuration now, Map<String, Secret> given, Lines lines) {
        this.vault = vault;
        this.now = now;
        this.given = given;
        this.lines = lines;
    }

    /**
     * @param is what is stored now
     * @param fits whether that may be sent where the entity will be
     * @param at the entity's path in the file
     * @return null when the file asks for what isn't there; it is said then
     */
    @Nullable
    SecretRef find(
            SecretSource source,
            @Nullable SecretRef is,
            boolean fits,
            String purpose,
            List<String> origins,
            String at) {
        UUID id = is == null ? null : is.id();
        if (source instanceof SecretSource.Stored stored) {
            if (is != null && fits && is.fingerprint().equals(stored.fingerprint())) {
                return is;
            }
            SecretRef copy = everywhere()
                    .filter(ref -> ref.fingerprint().equals(stored.fingerprint()))
                    .flatMap(ref -> vault.copy(ref, id, purpose, origins).stream())
                    .findFirst()
                    .orElse(null);
            if (copy == null) {
                lines.wrong(at + ".api_key", missing(source, origins));
            }
            return copy;
        }
        Secret plaintext = given.get(source.reference());
        if (plaintext == null) {
            lines.wrong(
                    at + ".api_key",
                    "is " + source.reference()
                            + ", but its value was not sent with the file. The command line looks it up; over REST it goes"
                            + " into secrets");
            return null;
        }
        if (!new Credential.Validator().isValid(plaintext)) {
            lines.wrong(
                    at + ".api_key",
                    "is " + source.reference() + ", which holds no key: it "
                            + "must have 1 to 4096 visible ASCII characters without blanks");
            return null;
        }
        boolean same = is != null && fits && is.fingerprint().equals(vault.fingerprint(plaintext.bytes()));
        return same ? is : vault.store(id, purpose, origins, plaintext);
    }

    private static String missing(SecretSource source, List<String> origins) {
        return "is " + source.reference() + ", but no secret that may be sent to " + String.join(" and ", origins)
                + " is stored here under that fingerprint. Fingerprints hold within one installation; write env:NAME or"
                + " file:PATH instead";
    }

    private Stream<SecretRef> everywhere() {
        return Stream.concat(
                        now.servers().values().stream().map(server -> Optional.ofNullable(server.credential())),
                        now.apiKeys().values().stream().map(key -> Optional.of(key.secret())))
                .flatMap(Optional::stream);
    }
}
