package dev.signalbox.app.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TamperingIT extends TamperedLog {

    @Test
    void anUntouchedLogIsFine() throws Exception {
        Outcome outcome = verifyAfter();
        assertThat(outcome.code()).as(outcome.text()).isZero();
        assertThat(outcome.text()).contains("OK: 12 events").contains("signed up to position 12, 0 not yet");
    }

    @Test
    void anEditOfAnyColumnIsNamed() throws Exception {
        for (String edit : List.of(
                "payload = payload || '\\x20'::bytea",
                "meta_data = '{}'::bytea",
                "time_stamp = '2020-01-01T00:00:00Z'",
                "payload_type = 'other'",
                "payload_revision = '7'",
                "aggregate_identifier = 'other'",
                "sequence_number = 99",
                "type = 'other'",
                "event_identifier = 'other'")) {
            found("position 5:", "update domain_event_entry set " + edit + " where global_index = 5");
        }
    }

    @Test
    void aRemovedEventIsNamed() throws Exception {
        found("position 4: the event was removed", "delete from domain_event_entry where global_index = 4");
    }

    @Test
    void aRemovedEventWhosePlaceWasClosedIsNamed() throws Exception {
        found("position 4:", "delete from domain_event_entry where global_index = 4", shift(4, -1));
    }

    @Test
    void anInsertedEventIsNamed() throws Exception {
        found("position 3:", shift(2, 1), copyOf(1, 3));
        found("position 1: the event was inserted", copyOf(1, 0));
    }

    @Test
    void swappedEventsAreNamed() throws Exception {
        found(
                "position 2:",
                "update domain_event_entry set global_index = -1 where global_index = 2",
                "update domain_event_entry set global_index = 2 where global_index = 9",
                "update domain_event_entry set global_index = 9 where global_index = -1");
    }

    @Test
    void aCutTailIsNamed() throws Exception {
        found("position 10: the event was removed", "delete from domain_event_entry where global_index >= 10");
    }

    @Test
    void aCutTailIsNamedWhenTheTreeAndTheDatabasesCheckpointsAreCutToo() throws Exception {
        found(
                "position 7: the event was removed, and all behind it (a checkpoint covers ",
                "delete from domain_event_entry where global_index > 6",
                "delete from proof_node where (index + 1) * (1 << level) > 6",
                "update proof_log set size = 6",
                "delete from proof_checkpoint where size > 6");
    }

    /** Everything fits in it, keys and checkpoints of the database included; only who kept a later checkpoint can tell. */
    @Test
    void anOldDumpOfTheWholeDatabaseIsNamed() throws Exception {
        Outcome outcome = verify("dump");
        assertThat(outcome.code()).as(outcome.text()).isEqualTo(1);
        assertThat(outcome.text()).contains("TAMPERED: position 7: the event was removed, and all behind it");
    }

    @Test
    void anEditBesideAForgedLeafIsBetweenTwoCheckpoints() throws Exception {
        found(
                "not the events that were signed",
                "update domain_event_entry set payload = 'x' where global_index = 8",
                "delete from proof_node");
    }

    @Test
    void aForgedCheckpointIsNotTrusted() throws Exception {
        found(
                "is not signed by a trusted key",
                "insert into proof_checkpoint (size, note) select size, replace(note, chr(8212) || ' ', chr(8212)"
                        + " || ' other') from proof_checkpoint order by size desc limit 1");
    }

    private static String shift(int behind, int by) {
        // two steps, for the column is unique
        return "update domain_event_entry set global_index = -global_index where global_index > " + behind
                + "; update domain_event_entry set global_index = -global_index + " + by + " where global_index < 0";
    }

    private static String copyOf(int from, int to) {
        return "insert into domain_event_entry select " + to + ", 'forged', meta_data, payload, payload_revision,"
                + " payload_type, time_stamp, 'forged', 0, type from domain_event_entry where global_index = " + from;
    }
}
