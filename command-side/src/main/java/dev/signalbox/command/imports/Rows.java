package dev.signalbox.command.imports;

import dev.signalbox.command.write.Credential;
import dev.signalbox.events.configuration.Configuration;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.secrets.Secret;
import dev.signalbox.secrets.Vault;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the tables have in common when they are read. */
final class Rows {

    final String source;
    final Configuration now;
    final Ledger ledger;
    final Past past;
    private final Vault vault;
    private final Validator validator;
    private final JsonMapper json;

    Rows(String source, Configuration now, Past past, Vault vault, Validator validator, JsonMapper json) {
        this.source = source;
        this.now = now;
        this.past = past;
        this.ledger = new Ledger();
        this.vault = vault;
        this.validator = validator;
        this.json = json;
    }

    private record Key(@Credential Secret apiKey) {}

    /** By the rules of the API. */
    void check(Ledger.Row row, Object values) {
        for (ConstraintViolation<Object> violation : validator.validate(values)) {
            String field = violation
                    .getPropertyPath()
                    .toString()
                    .replaceAll("([A-Z])", "_$1")
                    .toLowerCase(Locale.ROOT);
            row.problem("invalid", field + " " + violation.getMessage());
        }
    }

    void checkKey(Ledger.Row row, @Nullable Secret key) {
        if (key != null) {
            check(row, new Key(key));
        }
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> metadata(Ledger.Row row, @Nullable JsonNode metadata) {
        if (metadata == null || metadata.isNull()) {
            return Map.of();
        }
        if (!metadata.isObject()) {
            row.problem("invalid", "metadata is no JSON object");
            return Map.of();
        }
        return json.treeToValue(metadata, Map.class);
    }

    SecretRef seal(String purpose, List<String> origins, Secret plaintext) {
        return vault.store(null, purpose, origins, plaintext);
    }

    boolean same(@Nullable SecretRef stored, @Nullable Secret plaintext) {
        return stored == null || plaintext == null
                ? stored == null && plaintext == null
                : stored.fingerprint().equals(vault.fingerprint(plaintext.bytes()));
    }
}
