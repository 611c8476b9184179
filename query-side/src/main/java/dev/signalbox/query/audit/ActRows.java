package dev.signalbox.query.audit;

import dev.signalbox.query.OnEveryNode;
import java.sql.Types;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds entries that are no event's, without JPA: a node that does inference only has none, and denies access as well. */
@OnEveryNode
class ActRows {

    private static final String ADD = """
            insert into audit_entry (id, act_number, occurred_at, recorded_at, user_name, actor_type, authentication,
              token_id, client_address, peer_address, forwarded_for, user_agent, request_id, trace_id, config_digest,
              config_commit, imported_from, action, operation, entity_type, entity_id, changes, decision, reason,
              outcome, error_code, detail, occurrences, schema_version)
            values (:id, :number, :occurred, :recorded, :user, :actorType, :authentication,
              :credential, :clientAddress, :peerAddress, :forwardedFor, :userAgent, :requestId, :traceId, :configDigest,
              :configCommit, :importedFrom, :action, :operation, :entityType, :entityId, '{}', :decision, :reason,
              :outcome, :errorCode, :detail, :occurrences, :schemaVersion)""";

    private final JdbcClient jdbc;

    ActRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(AuditEntry act) {
        withOrigin(jdbc.sql(ADD), act.origin())
                .param("configDigest", act.provenance().configDigest(), Types.VARCHAR)
                .param("configCommit", act.provenance().configCommit(), Types.VARCHAR)
                .param("importedFrom", act.provenance().importedFrom(), Types.VARCHAR)
                .param("id", act.id())
                .param("number", act.actNumber())
                .param("occurred", act.occurredAt().atOffset(ZoneOffset.UTC))
                .param("recorded", act.recordedAt().atOffset(ZoneOffset.UTC))
                .param("action", act.action())
                .param("operation", act.operation())
                .param("entityType", act.entityType(), Types.VARCHAR)
                .param("entityId", act.entityId(), Types.VARCHAR)
                .param("decision", act.decision())
                .param("reason", act.reason(), Types.VARCHAR)
                .param("outcome", act.outcome())
                .param("errorCode", act.errorCode(), Types.VARCHAR)
                .param("detail", act.detail(), Types.VARCHAR)
                .param("occurrences", act.occurrences())
                .param("schemaVersion", act.schemaVersion())
                .update();
    }

    private static JdbcClient.StatementSpec withOrigin(JdbcClient.StatementSpec statement, Origin origin) {
        return statement
                .param("user", origin.user(), Types.VARCHAR)
                .param("actorType", origin.actorType(), Types.VARCHAR)
                .param("authentication", origin.authentication(), Types.VARCHAR)
                .param("credential", origin.credential(), Types.VARCHAR)
                .param("clientAddress", origin.clientAddress(), Types.VARCHAR)
                .param("peerAddress", origin.peerAddress(), Types.VARCHAR)
                .param("forwardedFor", origin.forwardedFor(), Types.VARCHAR)
                .param("userAgent", origin.userAgent(), Types.VARCHAR)
                .param("requestId", origin.requestId(), Types.VARCHAR)
                .param("traceId", origin.traceId(), Types.VARCHAR);
    }
}
