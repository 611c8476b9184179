package dev.signalbox.command.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of every row.
 *
 * @param problems how many rows can't be imported
 * @param position of the configuration afterwards
 */
record ImportReport(
        String source,
        boolean dryRun,
        boolean applied,
        long position,
        int problems,
        List<Item> items,
        History history) {

    /**
     * @param row the old table's name and the row's key, as {@code llm_api_keys 3}
     * @param outcome {@code create}, {@code unchanged} or {@code leave_out}
     * @param entityId its number here; null when it has none
     */
    record Item(
            String row,
            String name,
            String outcome,
            @Nullable Long entityId,
            List<Note> notes) {}

    /**
     * @param code kebab-case, as {@code plaintext-key-sealed}
     * @param problem whether it keeps the row from being imported
     */
    record Note(String code, String detail, boolean problem) {}

    /** Of the old audit log. @param digest of the rows that are new, null when none is */
    record History(long rows, long added, @Nullable String digest) {}
}
