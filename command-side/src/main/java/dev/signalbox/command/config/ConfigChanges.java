package dev.signalbox.command.config;

import dev.signalbox.command.provider.ProviderRegister;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.command.write.RequestMetadata;
import dev.signalbox.command.write.Write;
import dev.signalbox.command.write.Writes;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.configuration.Configuration;
import dev.signalbox.events.configuration.FindConfigurationAt;
import dev.signalbox.events.signal.MetadataKeys;
import dev.signalbox.events.vendor.VendorCatalogue;
import dev.signalbox.secrets.Secret;
import dev.signalbox.secrets.Vault;
import jakarta.validation.Validator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Makes the configuration what a file says, or only says what that would change. */
@Component
public class ConfigChanges {

    /** Numbers that a plan gives to what is new; nobody ever sees them, and the sequences stay as they are. */
    private static final long PROVISIONAL = 1L << 52;

    private final QueryGateway queries;
    private final CommandGateway commands;
    private final ProviderRegister providers;
    private final VendorCatalogue vendors;
    private final Vault vault;
    private final Validator validator;
    private final Writes writes;

    ConfigChanges(
            QueryGateway queries,
            CommandGateway commands,
            ProviderRegister providers,
            VendorCatalogue vendors,
            Vault vault,
            Validator validator,
            Writes writes) {
        this.queries = queries;
        this.commands = commands;
        this.providers = providers;
        this.vendors = vendors;
        this.vault = vault;
        this.validator = validator;
        this.writes = writes;
    }

    /**
     * What is asked for.
     *
     * @param secrets plaintexts by their references in the file
     * @param prune whether what a section doesn't name is removed
     * @param base the position that was planned at, null for any
     * @param commit that the file is of
     */
    public record Wish(
            ConfigFile file,
            Map<String, Secret> secrets,
            boolean prune,
            @Nullable Long base,
            @Nullable String commit) {}

    /** Runs it and takes it back. */
    ResponseEntity<byte[]> plan(Wish wish) {
        Configuration seen = present();
        AtomicLong number = new AtomicLong(PROVISIONAL);
        var planned = new AtomicReference<@Nullable Planned>();
        ResponseEntity<byte[]> tried = writes.tried(new Write(
                "PlanConfiguration",
                "configuration",
                null,
                () -> {
                    planned.set(run(wish, seen, type -> number.incrementAndGet(), false));
                    return Write.NEWEST;
                },
                Write.Reply.ofResult(planned::get)));
        return ResponseEntity.status(tried.getStatusCode())
                .headers(tried.getHeaders())
                .eTag("\"" + java.util.Objects.requireNonNull(planned.get()).position() + "\"")
                .body(tried.getBody());
    }

    /** In one transaction. */
    public ResponseEntity<byte[]> apply(Wish wish) {
        return apply("ApplyConfiguration", wish, () -> true);
    }

    /** @param wanted asked when nobody else can write any more; if it says no, nothing happens */
    public ResponseEntity<byte[]> apply(String operation, Wish wish, BooleanSupplier wanted) {
        Configuration seen = present();
        var applied = new AtomicReference<@Nullable Planned>();
        Write write = new Write(
                operation,
                "configuration",
                null,
                () -> {
                    if (wanted.getAsBoolean()) {
                        applied.set(run(wish, seen, providers::nextId, true));
                    }
                    return Write.NEWEST;
                },
                Write.Reply.ofResult(applied::get));
        return RequestMetadata.during(metadata(wish), () -> writes.answer(write));
    }

    private static Map<String, String> metadata(Wish wish) {
        Map<String, String> metadata = new HashMap<>();
        metadata.put(MetadataKeys.CONFIG_DIGEST, wish.file().digest());
        if (wish.commit() != null) {
            metadata.put(MetadataKeys.CONFIG_COMMIT, wish.commit());
        }
        return metadata;
    }

    /** Part of a transaction that has the only right to append events. */
    private Planned run(Wish wish, Configuration seen, ToLongFunction<ProviderType> numbers, boolean apply) {
        long head = providers.head();
        if (wish.base() != null && wish.base() != head) {
            throw new Rejection.StaleVersion("The plan was made at position " + wish.base() + ", the newest is " + head
                    + " now: somebody changed something since. Plan again.");
        }
        Configuration now = seen.position() == head ? seen : present();
        ConfigFile file = wish.file();
        Lines lines = file.lines();
        checkValues(file);
        Draft draft = new Draft(now, wish.prune(), lines, numbers);
        Secrets secrets = new Secrets(vault, now, wish.secrets(), lines);
        new ServerSteps(draft, secrets).add(file.servers());
        new ApiKeySteps(draft, secrets, vendors).add(file.apiKeys());
        new ActiveSteps(draft).add(file.active());
        lines.check();
        draft.steps.send(commands, apply ? "Nothing is applied" : "It can't be applied");
        List<Change> changes = draft.changes();
        List<String> readable =
                changes.stream().flatMap(change -> change.readable().stream()).toList();
        return new Planned(apply ? providers.head() : head, apply, file.digest(), wish.commit(), changes, readable);
    }

    /** By the same rules as the requests of the API. */
    private void checkValues(ConfigFile file) {
        ConfigFile.orEmpty(file.servers()).forEach(entry -> check(entry, entry.path(), file.lines()));
        ConfigFile.orEmpty(file.apiKeys()).forEach(entry -> check(entry, entry.path(), file.lines()));
        ConfigFile.orEmpty(file.active()).stream()
                .flatMap(entry -> entry.targets().stream())
                .forEach(target -> check(target, target.path(), file.lines()));
        file.lines().check();
    }

    private void check(Object entry, String path, Lines lines) {
        validator.validate(entry).forEach(violation -> {
            String field = violation
                    .getPropertyPath()
                    .toString()
                    .replaceAll("([A-Z])", "_$1")
                    .toLowerCase(Locale.ROOT);
            boolean named = field.equals("name") || field.equals("key_name");
            lines.wrong(named ? path : path + "." + field, (named ? "as a name " : "") + violation.getMessage());
        });
    }

    Configuration present() {
        return queries.query(new FindConfigurationAt(null), Configuration.class).join();
    }
}
