package dev.signalbox.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SignInGuardTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final SignInGuard guard = new SignInGuard(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            guard.failed(address);
        }
    }

    @Test
    void fewMistakesCostNothing() {
        fail("10.0.0.1", 4);
        assertThat(guard.wait("10.0.0.1")).isZero();
    }

    @Test
    void eachFurtherOneDoublesTheWait() {
        fail("10.0.0.1", 5);
        assertThat(guard.wait("10.0.0.1")).isEqualTo(Duration.ofSeconds(1));
        assertThat(guard.failed("10.0.0.1")).isEqualTo(Duration.ofSeconds(2));
        assertThat(guard.failed("10.0.0.1")).isEqualTo(Duration.ofSeconds(4));
        fail("10.0.0.1", 100);
        assertThat(guard.wait("10.0.0.1")).isEqualTo(Duration.ofMinutes(15));
        assertThat(guard.wait("10.0.0.2")).isZero();
    }

    @Test
    void theWaitEnds() {
        fail("10.0.0.1", 6);
        now = now.plusSeconds(2);
        assertThat(guard.wait("10.0.0.1")).isZero();
        assertThat(guard.failed("10.0.0.1")).isEqualTo(Duration.ofSeconds(4));
        now = now.plus(Duration.ofMinutes(20));
        assertThat(guard.failed("10.0.0.1")).as("forgotten").isZero();
    }

    @Test
    void whoGetsInBeginsAnew() {
        fail("10.0.0.1", 8);
        guard.succeeded("10.0.0.1");
        assertThat(guard.wait("10.0.0.1")).isZero();
    }

    @Test
    void anIpv6HostHasOneNetwork() {
        for (int i = 0; i < 5; i++) {
            guard.failed("2001:db8::" + i);
        }
        assertThat(guard.wait("2001:db8::ffff")).isPositive();
        assertThat(guard.wait("2001:db8:0:1::1")).isZero();
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 20_000; i++) {
            guard.failed("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
        }
        assertThat(guard.size()).isEqualTo(10_000);
    }
}
