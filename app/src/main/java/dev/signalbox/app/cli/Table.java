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
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String cell = row.get(i);
                String blanks = " ".repeat(width(i) - cell.length());
                line.append(isNumbers(i) ? blanks + cell : cell + blanks).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private boolean isNumbers(int column) {
        List<String> cells =
                rows.stream().skip(head).map(row -> row.get(column)).toList();
        return cells.stream().allMatch(cell -> NUMBER.matcher(cell).matches())
                && !cells.stream().allMatch("-"::equals);
    }
}
