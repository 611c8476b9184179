package dev.signalbox.inference.probe;

import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.events.vendor.VendorCatalogue;
import dev.signalbox.testing.PostgresForTests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ProbeScheduleIT {

    private static final Duration HOUR = Duration.ofHours(1);

    private final ProbeFixture fixture = ProbeFixture.create();
    private final JdbcClient jdbc = database();
    private final ServerHealths healths = new ServerHealths(jdbc);

    private static JdbcClient database() {
        var database = PostgresForTests.newDatabase();
        return JdbcClient.create(new DriverManagerDataSource(database.url(), database.user(), database.password()));
    }

    @BeforeEach
    void createTable() {
        jdbc.sql("create table server_health (server_id bigint primary key, status varchar(16) not null,"
                        + " checked_at timestamptz, message varchar(1000))")
                .update();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String statusOf(long id) {
        return jdbc.sql("select status from server_health where server_id = ?")
                .param(id)
                .query(String.class)
                .optional()
                .orElse("none");
    }

    @Test
    void oneNodeGetsAProbe() {
        assertThat(healths.claim(1, HOUR)).isTrue();
        assertThat(healths.claim(1, HOUR)).isFalse();
        assertThat(healths.claim(2, HOUR)).isTrue();
        assertThat(healths.claim(1, Duration.ZERO)).isTrue();
        assertThat(statusOf(1)).isEqualTo("unknown");
    }

    @Test
    void aClaimKeepsTheLastResultUntilTheNextIsThere() {
        healths.record(1, Health.down("gone"));

        healths.claim(1, Duration.ZERO);

        assertThat(statusOf(1)).isEqualTo("down");
    }

    @Test
    void forgetsServersThatAreGone() {
        healths.record(1, Health.down("gone"));
        healths.record(2, Health.down("gone"));

        healths.forgetAllBut(List.of(1L), HOUR);
        assertThat(statusOf(2)).as("young").isEqualTo("down");
        healths.forgetAllBut(List.of(1L), Duration.ofMillis(-1000));

        assertThat(statusOf(1)).isEqualTo("down");
        assertThat(statusOf(2)).isEqualTo("none");
    }

    @Test
    void followsAServerThroughItsStates() {
        fixture.upstream.will(json(ProbeFixture.MODELS));
        fixture.providers(new VendorCatalogue(Map.of()), server(7, "ollama", fixture.upstream.baseUrl(), "m"));
        var properties = ProbeFixture.properties(Duration.ofSeconds(30), Duration.ofSeconds(30));
        var schedule = new ProbeSchedule(fixture.routing, fixture.probe, healths, properties);
        schedule.start();
        try {
            await().until(() -> statusOf(7).equals("healthy"));
            fixture.upstream.will(json("nonsense"));
            await().until(() -> statusOf(7).equals("down"));
            fixture.providers(new VendorCatalogue(Map.of()));
            await().until(() -> statusOf(7).equals("none"));
        } finally {
            schedule.stop();
        }
    }
}
