package dev.signalbox.command.imports;

import dev.signalbox.command.imports.ImportReport.Item;
import dev.signalbox.command.imports.ImportReport.Note;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.Purpose;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of every row what becomes of it, and gathers the commands. */
final class Ledger {

    private final List<Row> rows = new ArrayList<>();
    private final Map<ProviderRef, Provider> providers = new HashMap<>();

    /** What an old provider is here. */
    record Provider(ProviderRef ref, boolean enabled, Set<Purpose> purposes) {}

    /** One row and what was found out about it. */
    static final class Row {
        private final String table;
        private final String key;
        private final String name;
        private final List<Note> notes = new ArrayList<>();
        private @Nullable Object command;
        private @Nullable Long id;

        private Row(String table, String key, String name) {
            this.table = table;
            this.key = key;
            this.name = name;
        }

        void problem(String code, String detail) {
            notes.add(new Note(code, detail, true));
        }

        void note(String code, String detail) {
            notes.add(new Note(code, detail, false));
        }

        boolean hasProblem() {
            return notes.stream().anyMatch(Note::problem);
        }

        void is(long existing) {
            id = existing;
        }

        void becomes(@Nullable Long number, Object creating) {
            id = number;
            command = creating;
        }

        /** As the events name it. */
        String origin(String source) {
            return source + ":" + table + "/" + key;
        }

        String key() {
            return key;
        }

        @Nullable
        Object command() {
            return command;
        }

        String inWords() {
            return table + " " + key + (name.isEmpty() || name.equals(key) ? "" : " (" + name + ")");
        }

        private Item item() {
            String outcome = hasProblem() && command == null ? "leave_out" : command == null ? "unchanged" : "create";
            return new Item(table + " " + key, name, outcome, id, List.copyOf(notes));
        }
    }

    Row row(String table, String key, @Nullable String name) {
        Row row = new Row(table, key, name == null ? "" : name);
        rows.add(row);
        return row;
    }

    void has(ProviderRef old, Provider provider) {
        providers.put(old, provider);
    }

    Optional<Provider> find(ProviderRef old) {
        return Optional.ofNullable(providers.get(old));
    }

    List<Row> creating() {
        return rows.stream().filter(row -> row.command() != null).toList();
    }

    int problems() {
        return (int) rows.stream().filter(Row::hasProblem).count();
    }

    List<Item> items() {
        return rows.stream().map(Row::item).toList();
    }

    /** All problems as one refusal. */
    Rejection refusal() {
        List<Rejection.FileError> errors = new ArrayList<>();
        for (Row row : rows) {
            for (Note note : row.notes) {
                if (note.problem()) {
                    errors.add(new Rejection.FileError(null, row.inWords(), note.detail()));
                }
            }
        }
        return new Rejection.InvalidFile(errors);
    }
}
