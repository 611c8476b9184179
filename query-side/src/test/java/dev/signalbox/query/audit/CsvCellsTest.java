package dev.signalbox.query.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCellsTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "|cmd", "%0", "\uFF1D1"})
    void whatASpreadsheetWouldRunIsMadeText(String text) {
        assertThat(CsvCells.neutral(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "server 1", "a=b", "2026-11-01", "{\"a\":1}", " "})
    void everythingElseStaysAsItIs(String text) {
        assertThat(CsvCells.neutral(text)).isEqualTo(text);
    }
}
