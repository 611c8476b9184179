package dev.signalbox.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.signalbox.events.signal.ViewAdvanced;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By what a node looks for tokens again; it never does so by itself here. */
class TokenReloadTest {

    private final TokenLoader loader = mock(TokenLoader.class);
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicLong position = new AtomicLong();
    private final TokenReload reload = new TokenReload(loader, properties(Duration.ofHours(1)));

    private static AccessProperties properties(Duration poll) {
        return new AccessProperties(
                Path.of("."),
                null,
                null,
                null,
                null,
                new AccessProperties.Session(Duration.ofHours(1), Duration.ofHours(1), false),
                new AccessProperties.Reload(poll, Duration.ofMillis(5)));
    }

    @BeforeEach
    void start() throws Exception {
        when(loader.fromDatabase()).thenAnswer(call -> {
            looks.incrementAndGet();
            return position.get();
        });
        reload.start();
        assertThat(looks).as("the first look is before the ports open").hasValue(1);
    }

    @AfterEach
    void stop() {
        reload.stop();
    }

    @Test
    void theTokensViewWakesIt() {
        position.set(7);
        reload.on(new ViewAdvanced("tokens", 7));

        await().untilAsserted(() -> assertThat(looks).hasValue(2));
    }

    /** Each change of any view is told to all nodes: most of them are nothing to it. */
    @Test
    void otherViewsDoNot() {
        for (String view :
                new String[] {"servers", "active-providers", "token-snapshot", "routing-snapshot", "Tokens", ""}) {
            reload.on(new ViewAdvanced(view, 1000));
        }
        position.set(7);
        reload.on(new ViewAdvanced("tokens", 7));

        await().untilAsserted(() -> assertThat(looks).hasValue(2));
        // had one of them counted, it would go on looking for the position 1000
        reload.on(new ViewAdvanced("tokens", 7));
        await().untilAsserted(() -> assertThat(looks).hasValue(3));
    }

    @Test
    void manySignalsAreOneLook() throws Exception {
        var inLook = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        doAnswer(call -> {
                    inLook.countDown();
                    goOn.await();
                    looks.incrementAndGet();
                    return position.get();
                })
                .when(loader)
                .fromDatabase();
        position.set(100);
        reload.on(new ViewAdvanced("tokens", 1));
        inLook.await();
        for (int i = 2; i <= 100; i++) {
            reload.on(new ViewAdvanced("tokens", i));
        }
        goOn.countDown();

        await().untilAsserted(() -> assertThat(looks).hasValue(3));
        reload.on(new ViewAdvanced("tokens", 100));
        await().untilAsserted(() -> assertThat(looks).hasValue(4));
    }

    /** Who was told of a position does not rest before it has it: a revocation must not wait for the next poll. */
    @Test
    void aLookThatCameTooEarlyIsRepeated() {
        position.set(3);
        reload.on(new ViewAdvanced("tokens", 4));
        await().until(() -> looks.get() >= 3);
        position.set(4);
        int then = looks.get();

        await().until(() -> looks.get() > then);
    }

    @Test
    void aNewWrappingOfTheKeyIsWrittenToTheCopy() {
        reload.onKeys();

        await().untilAsserted(() -> assertThat(looks).hasValue(2));
        verify(loader).forgetKeys();
    }
}
