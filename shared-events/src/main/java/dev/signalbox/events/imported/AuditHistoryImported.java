package dev.signalbox.events.imported;

/**
 * Rows of another product's audit log are kept here now; they are no events, but this one binds them to the proof tree.
 *
 * @param batch 1 for the first import from this source
 * @param rows how many
 * @param digest {@code sha256:} and 64 hex digits, of the rows as docs/moving-in.md says
 */
public record AuditHistoryImported(String source, int batch, long rows, String digest) implements ImportEvent {}
