package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsAreAsWideAsWhatIsInThemAndNumbersEndBelowEachOther() {
        assertThat(Table.of("ID", "NAME", "COST USD", "ERROR")
                        .row("1", "a longer name", "0.0000", "-")
                        .row("12", "b", "12.3456", "-")
                        .orElse("nothing"))
                .isEqualTo("""
                        ID  NAME           COST USD  ERROR
                         1  a longer name    0.0000  -
                        12  b               12.3456  -""");
    }

    @Test
    void withoutRowsItSaysWhatToDoInstead() {
        assertThat(Table.of("ID").orElse("Add one.")).isEqualTo("Add one.");
        assertThat(Table.withoutHead()
                        .row("chat", "none")
                        .row("reranking", "none")
                        .text())
                .isEqualTo("chat       none\nreranking  none");
    }
}
