package dev.signalbox.command.imports;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.signalbox.events.imported.AuditHistoryImported;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;

/** The audit log that came from one other installation, in one or more batches. */
@Aggregate
@NullUnmarked // Axon builds it empty and fills it from events
class ImportedLog {

    @AggregateIdentifier
    private String id;

    ImportedLog() {}

    /** Puts on record that rows of the old log were stored. */
    record RecordHistory(@TargetAggregateIdentifier String logId, String source, AuditRows.Added added) {

        static RecordHistory of(String source, AuditRows.Added added) {
            return new RecordHistory(id(source), source, added);
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordHistory command) {
        var added = command.added();
        apply(new AuditHistoryImported(command.source(), added.batch(), added.rows(), added.digest()));
    }

    @EventSourcingHandler
    void on(AuditHistoryImported event) {
        id = id(event.source());
    }

    private static String id(String source) {
        return "import-" + source;
    }
}
