package dev.signalbox.events.imported;

/** What happened to the records of a product that was moved from. */
public sealed interface ImportEvent permits AuditHistoryImported {

    /** Of which installation, as {@code ops-center}. */
    String source();
}
