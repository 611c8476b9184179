package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.DONE;
import static dev.signalbox.inference.FakeUpstream.content;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.usage.ReportedUsage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTapTest {

    static final String USAGE = "data: {\"id\":\"c\",\"model\":\"m-1\",\"choices\":[],\"usage\":"
            + "{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9},\"timings\":{\"a\":1}}\n\n";

    private final ReportedUsage usage = new ReportedUsage();

    private @Nullable String pass(boolean hidden, String events) {
        // not from the beginning of its memory, as slices are
        ByteBuf bytes = Unpooled.copiedBuffer("skipped" + events, StandardCharsets.UTF_8);
        bytes.skipBytes("skipped".length());
        ByteBuf left = new UsageTap(usage, hidden).pass(bytes);
        if (left == null) {
            assertThat(bytes.refCnt()).isZero();
            return null;
        }
        String text = left.toString(StandardCharsets.UTF_8);
        left.release();
        assertThat(bytes.refCnt()).isZero();
        return text;
    }

    @Test
    void takesOutTheEventThatHasNothingElse() {
        assertThat(pass(true, content("a") + USAGE + DONE)).isEqualTo(content("a") + DONE);
        assertThat(usage.tokens().in()).isEqualTo(7);
        assertThat(usage.tokens().out()).isEqualTo(2);
        assertThat(usage.model()).isEqualTo("m-1");
    }

    @Test
    void nothingIsLeftOfItAlone() {
        assertThat(pass(true, USAGE)).isNull();
        assertThat(usage.tokens().in()).isEqualTo(7);
    }

    @Test
    void takesOutEveryOne() {
        assertThat(pass(true, USAGE + content("ä") + USAGE + content("b") + USAGE))
                .isEqualTo(content("ä") + content("b"));
    }

    @Test
    void knowsLineEndsOfBothKindsAndNamedEvents() {
        String named = "event: chunk\r\nid: 1\r\n" + USAGE.replace("\n", "\r\n");

        assertThat(pass(true, ": ping\r\n\r\n" + named + "data: x\r\n\r\n")).isEqualTo(": ping\r\n\r\ndata: x\r\n\r\n");
    }

    @Test
    void showsItToWhoAsked() {
        assertThat(pass(false, content("a") + USAGE + DONE)).isEqualTo(content("a") + USAGE + DONE);
        assertThat(usage.tokens().in()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // the last content may have it too
                "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\": {\"prompt_tokens\":7}}\n\n",
                "data: {\"usage\":{\"prompt_tokens\":7},\"choices\":[{\"delta\":{\"content\":\"[]\"}},{}]}\n\n",
                "data: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":7}}}\n\n",
                "data: {\"usage\":{\"prompt_tokens\":7}}\n\n"
            })
    void leavesEventsWithMoreInThem(String event) {
        assertThat(pass(true, event + DONE)).isEqualTo(event + DONE);
        assertThat(usage.tokens().in()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"choices\":[],\"usage\":null}\n\n",
                "data: {\"choices\":[],\"usage\":\n\n",
                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7}\n\n",
                "data: {\"choices\":[{\"delta\":{\"content\":\"\\\"usage\\\":{\\\"prompt_tokens\\\":7}\"}}]}\n\n",
                "data: \"usage\":{\"choices\":[]}\n\n",
                "\"usage\":",
                "\n\n"
            })
    void leavesAlone(String event) {
        assertThat(pass(true, event)).isEqualTo(event);
    }
}
