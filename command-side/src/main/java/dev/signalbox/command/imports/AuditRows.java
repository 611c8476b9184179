package dev.signalbox.command.imports;

import dev.signalbox.command.imports.OpsCenterRequest.OldAct;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The table {@code llm_config_audit}: kept as it was, but for the secrets in it. */
final class AuditRows {

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Redaction redaction;
    private final String source;

    AuditRows(JdbcClient jdbc, JsonMapper json, Redaction redaction, String source) {
        this.jdbc = jdbc;
        this.json = json;
        this.redaction = redaction;
        this.source = source;
    }

    /** @param batch 0 and no digest when there is nothing new */
    record Added(int batch, long rows, String digest) {}

    Added add(List<OldAct> acts) {
        Set<Long> known = new HashSet<>(jdbc.sql("select source_id from imported_audit_entry where source = ?")
                .param(source)
                .query(Long.class)
                .list());
        List<OldAct> fresh = acts.stream()
                .filter(act -> known.add(act.id()))
                .sorted(Comparator.comparingLong(OldAct::id))
                .toList();
        if (fresh.isEmpty()) {
            return new Added(0, 0, "");
        }
        int batch = jdbc.sql("select coalesce(max(batch), 0) + 1 from imported_audit_entry where source = ?")
                .param(source)
                .query(Integer.class)
                .single();
        MessageDigest digest = sha256();
        fresh.forEach(act -> add(act, batch, digest));
        return new Added(batch, fresh.size(), "sha256:" + HexFormat.of().formatHex(digest.digest()));
    }

    private void add(OldAct act, int batch, MessageDigest digest) {
        Instant at = (act.occurredAt() == null ? Instant.EPOCH : act.occurredAt()).truncatedTo(ChronoUnit.MICROS);
        String action = cut(act.action() == null ? "unknown" : act.action(), 100);
        String changes = act.changes() == null ? "null" : json.writeValueAsString(redaction.of(act.changes()));
        String user = act.userId() == null ? null : cut(act.userId(), 255);
        String type = act.entityType() == null ? null : cut(act.entityType(), 100);
        String id = act.entityId() == null ? null : cut(act.entityId(), 255);
        ArrayNode line = json.createArrayNode();
        line.add(act.id())
                .add(at.toString())
                .add(user)
                .add(action)
                .add(type)
                .add(id)
                .add(changes);
        byte[] bytes = (json.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        digest.update(bytes);
        jdbc.sql("""
                        insert into imported_audit_entry
                          (source, source_id, batch, occurred_at, user_name, action, entity_type, entity_id, changes,
                           line_sha256)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(source, act.id(), batch, at.atOffset(ZoneOffset.UTC))
                .param(user)
                .param(action)
                .param(type)
                .param(id)
                .param(changes)
                .param(sha256().digest(bytes))
                .update();
    }

    /** Text that the database can hold. */
    private static String cut(String text, int most) {
        String clean = text.replace("\0", "");
        return clean.length() <= most ? clean : clean.substring(0, most);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
