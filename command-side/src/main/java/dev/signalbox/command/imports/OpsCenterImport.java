package dev.signalbox.command.imports;

import dev.signalbox.command.apikey.ApiKeyCommand.AddApiKey;
import dev.signalbox.command.imports.ImportReport.History;
import dev.signalbox.command.imports.OpsCenterRequest.OldKey;
import dev.signalbox.command.provider.ProviderRegister;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.command.write.RequestMetadata;
import dev.signalbox.events.configuration.Configuration;
import dev.signalbox.events.configuration.FindConfigurationAt;
import dev.signalbox.events.signal.MetadataKeys;
import dev.signalbox.events.vendor.VendorCatalogue;
import dev.signalbox.secrets.Secret;
import dev.signalbox.secrets.Vault;
import jakarta.validation.Validator;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Moves an Ops-Center's configuration in. */
@Component
class OpsCenterImport {

    private final QueryGateway queries;
    private final CommandGateway commands;
    private final ProviderRegister providers;
    private final VendorCatalogue vendors;
    private final Vault vault;
    private final Validator validator;
    private final JdbcClient jdbc;
    private final JsonMapper json;

    OpsCenterImport(
            QueryGateway queries,
            CommandGateway commands,
            ProviderRegister providers,
            VendorCatalogue vendors,
            Vault vault,
            Validator validator,
            JdbcClient jdbc,
            JsonMapper json) {
        this.queries = queries;
        this.commands = commands;
        this.providers = providers;
        this.vendors = vendors;
        this.vault = vault;
        this.validator = validator;
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Part of a transaction that has the only right to append events.
     *
     * @throws Rejection when there are rows that can't be imported, and nobody said to leave them out
     */
    ImportReport run(OpsCenterRequest request) {
        boolean dryRun = Boolean.TRUE.equals(request.dryRun());
        boolean skip = Boolean.TRUE.equals(request.skipProblems());
        String source = request.sourceOrUsual();
        Configuration now = queries.query(new FindConfigurationAt(null), Configuration.class)
                .join();
        Past past = new Past(jdbc, request);
        Rows rows = new Rows(source, now, past, vault, validator, json);
        read(request, rows);
        Ledger ledger = rows.ledger;
        boolean blocked = ledger.problems() > 0 && !skip;
        if (blocked && !dryRun) {
            throw ledger.refusal();
        }
        History history = new History(request.audit().size(), 0, null);
        if (!blocked) {
            ledger.creating().forEach(row -> send(row, source));
            history = history(request, source);
            usage(request, rows);
        }
        if (!dryRun) {
            past.advanceSequences();
        }
        return new ImportReport(source, dryRun, !dryRun, providers.head(), ledger.problems(), ledger.items(), history);
    }

    private void read(OpsCenterRequest request, Rows rows) {
        ServerRows servers = new ServerRows(rows);
        request.servers().forEach(servers::add);
        KeyRows keys = new KeyRows(rows, vendors);
        request.apiKeys().forEach(keys::add);
        ActiveRows active = new ActiveRows(rows);
        request.active().forEach(active::add);
    }

    private void send(Ledger.Row row, String source) {
        RequestMetadata.during(Map.of(MetadataKeys.IMPORTED_FROM, row.origin(source)), () -> {
            try {
                return commands.<Object>sendAndWait(row.command());
            } catch (Rejection refused) {
                throw refused(row, refused);
            } catch (DataIntegrityViolationException e) {
                throw Rejection.ofConstraint(e)
                        .<RuntimeException>map(rule -> refused(row, rule))
                        .orElse(e);
            }
        });
    }

    private static Rejection refused(Ledger.Row row, Rejection why) {
        return new Rejection.Conflict(
                why.code(), "Nothing is imported: " + row.inWords() + " is refused. " + why.detail());
    }

    private History history(OpsCenterRequest request, String source) {
        var redaction = new Redaction(json, request.secrets().map(Secret::bytes).toList());
        var added = new AuditRows(jdbc, json, redaction, source).add(request.audit());
        if (added.rows() == 0) {
            return new History(request.audit().size(), 0, null);
        }
        RequestMetadata.during(
                Map.of(MetadataKeys.IMPORTED_FROM, source + ":llm_config_audit"),
                () -> commands.<Object>sendAndWait(ImportedLog.RecordHistory.of(source, added)));
        return new History(request.audit().size(), added.rows(), added.digest());
    }

    /** The counters go on from where they were. */
    private void usage(OpsCenterRequest request, Rows rows) {
        Map<Long, OldKey> old = new HashMap<>();
        request.apiKeys().forEach(key -> old.put(key.id(), key));
        for (Ledger.Row row : rows.ledger.creating()) {
            if (row.command() instanceof AddApiKey added) {
                OldKey key = old.get(Long.valueOf(row.key()));
                if (key != null) {
                    usage(key, added);
                }
            }
        }
    }

    private void usage(OldKey old, AddApiKey added) {
        jdbc.sql("""
                        insert into api_key_usage (api_key_id, last_used, requests_count, tokens_used, cost_usd)
                        values (?, ?, coalesce(?, 0), coalesce(?, 0), coalesce(?, 0)) on conflict do nothing""")
                .param(added.apiKeyId().value())
                .param(old.lastUsed() == null ? null : old.lastUsed().atOffset(ZoneOffset.UTC))
                .param(old.requestsCount())
                .param(old.tokensUsed())
                .param(old.costUsd())
                .update();
    }
}
