package dev.signalbox.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows under a head, columns as wide as what is in them; numbers end below each other. */
final class Table {

    private static final Pattern NUMBER = Pattern.compile("-|\\d+(\\.\\d+)?");

    private final List<List<String>> rows = new ArrayList<>();

    private final int head;

    private Table(int head) {
        this.head = head;
    }

    static Table of(String... head) {
        return new Table(1).row(head);
    }

    static Table withoutHead() {
        return new Table(0);
    }

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** @param instead what to say, and to do next, where there is nothing below the head */
    String orElse(String instead) {
        return rows.size() == head ? instead : text();
    }

    String text() {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < rows.getFirst().size(); i++) {
            columns.add(column(i));
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(columns.get(i).padded(row.get(i))).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }

    private record Column(int width, boolean numbers) {

        String padded(String cell) {
            String blanks = " ".repeat(width - cell.length());
            return numbers ? blanks + cell : cell + blanks;
        }
    }

    private Column column(int index) {
        int width = rows.stream().mapToInt(row -> row.get(index).length()).max().orElse(0);
        List<String> below = rows.stream().skip(head).map(row -> row.get(index)).toList();
        boolean numbers = below.stream().allMatch(cell -> NUMBER.matcher(cell).matches())
                && !below.stream().allMatch("-"::equals);
        return new Column(width, numbers);
    }
}
