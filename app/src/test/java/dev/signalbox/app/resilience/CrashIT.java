package dev.signalbox.app.resilience;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.resilience.CommandStream.Answer;
import dev.signalbox.app.resilience.CommandStream.Command;
import dev.signalbox.testing.PostgresForTests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Promises 1 and 2, with {@code kill -9} of the process in a loop: {@code signalbox.crash.rounds} times. */
class CrashIT {

    private static final int ROUNDS = Integer.getInteger("signalbox.crash.rounds", 4);
    private static final int CLIENTS = 6;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final List<String> PROJECTIONS =
            List.of("servers", "api-keys", "active-providers", "audit", "tokens");
    /** Refusals and all; but not the entries of the very rebuilds that are compared. */
    private static final String AUDIT_ENTRY = "(select * from audit_entry where operation <> 'RebuildProjection')";

    private static final List<String> TABLES =
            List.of("server_view", "api_key_view", "active_provider", "routable_provider", AUDIT_ENTRY, "audit_state");

    private final PostgresForTests.TestDatabase database = PostgresForTests.newDatabase();
    private final Rows rows = new Rows(database.url(), database.user(), database.password());

    @Test
    @Timeout(900)
    void nothingThatWasAcknowledgedIsLostOrDoubled(@TempDir Path home) throws Exception {
        try (var node = new SignalboxProcess(home.resolve("home"))
                .with("signalbox.database.url", database.url())
                .with("signalbox.database.user", database.user())
                .with("signalbox.database.password", database.password())) {
            node.start();
            CommandStream stream = new CommandStream(node);
            List<Future<?>> clients = stream.start(CLIENTS);
            for (int round = 0; round < ROUNDS; round++) {
                long before = stream.done();
                await().atMost(LONG).until(() -> {
                    for (Future<?> client : clients) {
                        if (client.isDone()) {
                            client.get();
                        }
                    }
                    return stream.done() > before + 40;
                });
                stream.during(() -> {
                    node.kill();
                    node.start();
                });
            }
            stream.stop();
            for (Future<?> client : clients) {
                client.get();
            }
            await().atMost(LONG)
                    .until(() -> node.get("/api/v1/admin/projections").body().split("\"lag\":0,", -1).length
                            == PROJECTIONS.size() + 1);
            List<Answer> answers = List.copyOf(stream.answers);
            report(answers);
            positionsHaveNoGap();
            everyCommandIsThereAsOftenAsItWasAnswered(answers);
            everyClientsCommandsAreInItsOrder(answers);
            theVaultHoldsWhatLiveProvidersReferTo();
            viewsEqualAFoldOverTheEvents(node);
        }
    }

    private static void report(List<Answer> answers) {
        Map<Integer, Integer> byStatus =
                answers.stream().collect(toMap(Answer::status, answer -> 1, Integer::sum, java.util.TreeMap::new));
        long repeated = answers.stream().filter(Answer::repeated).count();
        System.out.printf(
                "kill -9 %d times: answers by status (0 = none) %s, repeated and found done %d%n",
                ROUNDS, byStatus, repeated);
    }

    private void positionsHaveNoGap() {
        assertThat(rows.of("""
                select global_index::text from domain_event_entry e
                where global_index <> (select count(*) from domain_event_entry f where f.global_index <= e.global_index)""")).isEmpty();
        assertThat(rows.of("""
                select aggregate_identifier from domain_event_entry
                group by 1 having count(*) <> max(sequence_number) + 1""")).isEmpty();
    }

    private void everyCommandIsThereAsOftenAsItWasAnswered(List<Answer> answers) {
        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.status()).as(answer::toString).isIn(0, 200, 201, 204, 404, 409));
        Map<Command, List<Answer>> byCommand = answers.stream().collect(groupingBy(Answer::command));
        byCommand.forEach((command, its) -> {
            int times = times(command, its);
            boolean refused = its.stream().anyMatch(answer -> answer.status() >= 400);
            if (its.stream().anyMatch(Answer::isDone)) {
                assertThat(times).as("done: %s", its).isEqualTo(1);
            } else if (refused) {
                assertThat(times).as("refused: %s", its).isZero();
            } else {
                assertThat(times).as("not answered: %s", its).isBetween(0, 1);
            }
        });
    }

    /** How often a command has left its events: by its marker, or for those that carry none by its position. */
    private int times(Command command, List<Answer> its) {
        if (command.method().equals("DELETE") || String.valueOf(command.body()).contains("sk-rotated")) {
            // the record is part of the command's transaction
            long recorded = its.stream().mapToLong(Answer::position).max().orElse(0);
            String claimed =
                    "select count(*) from idempotent_write w join domain_event_entry e on e.global_index = w.position"
                            + " where w.idempotency_key = '" + command.marker() + "'"
                            + (recorded == 0 ? "" : " and w.position = " + recorded);
            return Integer.parseInt(rows.one(claimed));
        }
        // an update's event has the whole state, and so the name again
        String type = command.method().equals("PUT") ? "ServerUpdated$" : "(Registered|Added|ActiveProviderSet)$";
        return Integer.parseInt(rows.one(
                "select count(*) from domain_event_entry where payload_type ~ '%s' and convert_from(payload, 'UTF8') like '%%\"%s\"%%'"
                        .formatted(type, command.marker())));
    }

    private static void everyClientsCommandsAreInItsOrder(List<Answer> answers) {
        answers.stream()
                .filter(Answer::isDone)
                .collect(groupingBy(answer -> answer.command().client()))
                .values()
                .stream()
                .map(its -> its.stream().map(Answer::position).toList())
                .forEach(positions -> assertThat(positions).isSorted().doesNotHaveDuplicates());
        assertThat(answers.stream().filter(Answer::isDone).map(Answer::position))
                .doesNotHaveDuplicates();
    }

    private void theVaultHoldsWhatLiveProvidersReferTo() {
        String live = "select (secret->>'id') || ' ' || (secret->>'version') from routable_provider"
                + " where jsonb_typeof(secret) = 'object' order by 1";
        assertThat(rows.of(
                        "select secret_id || ' ' || version from vault_secret where destroy_after is null order by 1"))
                .isNotEmpty()
                .isEqualTo(rows.of(live));
        assertThat(rows.of("select secret_id::text from vault_secret where secret_id::text not in"
                        + " (select secret->>'id' from routable_provider where secret is not null)"))
                .as("versions in their time of grace belong to live providers")
                .isEmpty();
    }

    private void viewsEqualAFoldOverTheEvents(SignalboxProcess node) throws Exception {
        for (String kind : List.of("Server", "ApiKey")) {
            String table = kind.equals("Server") ? "server_view" : "api_key_view";
            String prefix = kind.equals("Server") ? "server-" : "api-key-";
            assertThat(rows.of("select id::text from " + table))
                    .containsExactlyInAnyOrderElementsOf(rows.of("""
                            select replace(aggregate_identifier, '%s', '') from domain_event_entry
                            where aggregate_identifier like '%s%%' group by aggregate_identifier
                            having not bool_or(payload_type ~ '(Removed|Deleted)$')""".formatted(prefix, prefix)));
        }
        List<List<String>> live = TABLES.stream().map(rows::dump).toList();
        for (String projection : PROJECTIONS) {
            String path = "/api/v1/admin/projections/" + projection;
            assertThat(node.send("POST", node.control(path + "/rebuild"), null).statusCode())
                    .isEqualTo(202);
            await().atMost(LONG)
                    .until(
                            () -> node.get(path).body(),
                            status ->
                                    status.contains("\"state\":\"live\"") && !status.contains("\"finished_at\":null"));
            assertThat(node.get(path).body()).doesNotContain("\"error\":\"");
        }
        for (int table = 0; table < TABLES.size(); table++) {
            List<String> rebuilt = rows.dump(TABLES.get(table));
            List<String> before = live.get(table);
            assertThat(rebuilt.stream().filter(row -> !before.contains(row)))
                    .as(TABLES.get(table))
                    .isEmpty();
            assertThat(rebuilt).isEqualTo(before);
        }
        assertThat(live).allSatisfy(table -> assertThat(table).isNotEmpty());
    }
}
