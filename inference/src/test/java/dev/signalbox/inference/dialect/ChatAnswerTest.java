package dev.signalbox.inference.dialect;

import static dev.signalbox.inference.dialect.DialectFixtures.answered;
import static dev.signalbox.inference.dialect.DialectFixtures.streamed;
import static dev.signalbox.inference.dialect.DialectFixtures.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Answers of OpenAI-speaking providers as Anthropic's clients get them. */
class ChatAnswerTest {

    private static final String HI = "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String THINK =
            "{\"max_tokens\":9,\"thinking\":{\"type\":\"enabled\"},\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @Test
    void aPlainAnswer() {
        String said = """
                {"id":"c1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello","reasoning_content":"hm",
                  "tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}}]},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":17,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":4}}}""";

        assertThat(answered(Dialects.MESSAGES_TO_CHAT, THINK, said)).isEqualTo(tree("""
                {"id":"msg_c1","type":"message","role":"assistant","model":"m","content":[
                  {"type":"thinking","thinking":"hm","signature":""},{"type":"text","text":"Hello"},
                  {"type":"tool_use","id":"a","name":"f","input":{"x":1}}],
                 "stop_reason":"tool_use","stop_sequence":null,
                 "usage":{"input_tokens":13,"cache_creation_input_tokens":0,"cache_read_input_tokens":4,"output_tokens":5}}"""));
        assertThat(answered(Dialects.MESSAGES_TO_CHAT, HI, said)
                        .at("/content/0/type")
                        .asString())
                .as("thinking nobody asked for")
                .isEqualTo("text");
    }

    @Test
    void whatIsNoAnswer() {
        assertThatExceptionOfType(MalformedAnswerException.class)
                .isThrownBy(() -> answered(Dialects.MESSAGES_TO_CHAT, HI, "{\"choices\":[]}"));
        assertThat(answered(Dialects.MESSAGES_TO_CHAT, HI, "{\"error\":{\"message\":\"m\"}}")
                        .has("error"))
                .isTrue();
    }

    @Test
    void aStreamInBlocksOneAfterTheOther() {
        List<JsonNode> events = events(streamed(
                Dialects.MESSAGES_TO_CHAT,
                THINK,
                chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
                chunk("{\"reasoning\":\"hm\"}", "null"),
                chunk("{\"content\":\"Hel\"}", "null"),
                chunk("{\"content\":\"lo\"}", "null"),
                chunk(
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
                        "null"),
                chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}", "null"),
                chunk(
                        "{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}",
                        "null"),
                chunk("{}", "\"tool_calls\""),
                "{\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}",
                "[DONE]"));

        assertThat(events.stream().map(event -> event.path("type").asString()))
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
    }

    @Test
    void theEventsOfAStream() {
        List<JsonNode> events = events(streamed(
                Dialects.MESSAGES_TO_CHAT,
                HI,
                chunk("{\"role\":\"assistant\"}", "null"),
                chunk("{\"reasoning_content\":\"unasked\"}", "null"),
                chunk("{\"content\":\"Hello\"}", "null"),
                chunk("{}", "\"length\""),
                "{\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}",
                "[DONE]"));

        assertThat(events)
                .containsExactly(
                        tree("""
                        {"type":"message_start","message":{"id":"msg_c1","type":"message","role":"assistant","model":"m","content":[],
                         "stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"output_tokens":0}}}"""),
                        tree(
                                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"),
                        tree(
                                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}"),
                        tree("{\"type\":\"content_block_stop\",\"index\":0}"),
                        tree("""
                        {"type":"message_delta","delta":{"stop_reason":"max_tokens","stop_sequence":null},
                         "usage":{"input_tokens":7,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":3}}"""),
                        tree("{\"type\":\"message_stop\"}"));
    }

    @Test
    void anErrorEndsTheStream() {
        assertThat(streamed(Dialects.MESSAGES_TO_CHAT, HI, "{\"error\":{\"code\":429,\"message\":\"slow down\"}}"))
                .isEqualTo("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\","
                        + "\"message\":\"slow down\"}}\n\n");
        assertThatExceptionOfType(MalformedAnswerException.class)
                .isThrownBy(() -> streamed(Dialects.MESSAGES_TO_CHAT, HI, "[DONE]"));
    }

    private static String chunk(String delta, String finish) {
        return "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":"
                + finish + "}]}";
    }

    /** After a check that each has its type for a name. */
    private static List<JsonNode> events(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> tree(line.substring(6)))
                .peek(event -> assertThat(stream)
                        .contains("event: " + event.path("type").asString() + "\ndata: " + event))
                .toList();
    }
}
