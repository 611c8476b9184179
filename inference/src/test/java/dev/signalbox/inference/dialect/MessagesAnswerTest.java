package dev.signalbox.inference.dialect;

import static dev.signalbox.inference.dialect.DialectFixtures.answered;
import static dev.signalbox.inference.dialect.DialectFixtures.streamed;
import static dev.signalbox.inference.dialect.DialectFixtures.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's answers as OpenAI's clients get them. */
class MessagesAnswerTest {

    private static final String HI = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String COUNTED =
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream_options\":{\"include_usage\":true}}";
    private static final String START = """
            {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x",
             "content":[],"usage":{"input_tokens":10,"cache_read_input_tokens":4,"output_tokens":1}}}""";

    @Test
    void aPlainAnswerWithToolsAndThinking() {
        var completion = answered(Dialects.CHAT_TO_MESSAGES, HI, """
                {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[
                  {"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"He"},{"type":"text","text":"llo"},
                  {"type":"tool_use","id":"t1","name":"f","input":{"a":1.5}}],"stop_reason":"tool_use",
                 "usage":{"input_tokens":10,"cache_creation_input_tokens":3,"cache_read_input_tokens":4,"output_tokens":5}}""");

        assertThat(completion.path("created").asLong()).isPositive();
        ((ObjectNode) completion).remove("created");
        assertThat(completion).isEqualTo(tree("""
                {"id":"msg_1","object":"chat.completion","model":"claude-x","choices":[{"index":0,"message":
                  {"role":"assistant","content":"Hello","refusal":null,"reasoning_content":"hm",
                   "thinking_blocks":[{"type":"thinking","thinking":"hm","signature":"s"}],
                   "tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1.5}"}}]},
                  "logprobs":null,"finish_reason":"tool_calls"}],
                 "usage":{"prompt_tokens":17,"completion_tokens":5,"total_tokens":22,
                  "prompt_tokens_details":{"cached_tokens":4},"cache_creation_input_tokens":3}}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn,stop",
        "stop_sequence,stop",
        "pause_turn,stop",
        "tool_use,tool_calls",
        "max_tokens,length",
        "model_context_window_exceeded,length",
        "refusal,content_filter"
    })
    void finishReasons(String stop, String finish) {
        assertThat(answered(Dialects.CHAT_TO_MESSAGES, HI, "{\"content\":[],\"stop_reason\":\"" + stop + "\"}")
                        .at("/choices/0/finish_reason")
                        .asString())
                .isEqualTo(finish);
    }

    @Test
    void anErrorStaysOne() {
        String error = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";

        assertThat(answered(Dialects.CHAT_TO_MESSAGES, HI, error)).isEqualTo(tree(error));
        assertThatExceptionOfType(MalformedAnswerException.class)
                .isThrownBy(() -> answered(Dialects.CHAT_TO_MESSAGES, HI, "{\"choices\":[]}"));
    }

    @Test
    void aStreamOfText() {
        assertThat(streamed(
                        Dialects.CHAT_TO_MESSAGES,
                        HI,
                        START,
                        "{\"type\":\"ping\"}",
                        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
                        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}",
                        "{\"type\":\"content_block_stop\",\"index\":0}",
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":5}}",
                        "{\"type\":\"message_stop\"}"))
                .isEqualTo(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null")
                        + ": ping\n\n"
                        + chunk("{\"content\":\"Hello\"}", "null")
                        + chunk("{}", "\"stop\"")
                        + "data: [DONE]\n\n");
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"msg_1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"claude-x\","
                + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finish
                + "}]}\n\n";
    }

    @Test
    void theUsageIsShownToThoseWhoAskForIt() {
        String stream = streamed(
                Dialects.CHAT_TO_MESSAGES,
                COUNTED,
                START,
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"},\"usage\":{\"output_tokens\":5}}",
                "{\"type\":\"message_stop\"}");

        assertThat(stream)
                .contains("\"finish_reason\":\"length\"}],\"usage\":null}")
                .endsWith("\"choices\":[],\"usage\":{\"prompt_tokens\":14,\"completion_tokens\":5,\"total_tokens\":19,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":4}}}\n\ndata: [DONE]\n\n");
    }

    @Test
    void toolCallsAreNumberedAndTheirArgumentsComeInPieces() {
        String stream = streamed(
                Dialects.CHAT_TO_MESSAGES,
                HI,
                START,
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"Wait\"}}",
                "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{}}}",
                "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"x\\\":\"}}",
                "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"1}\"}}",
                "{\"type\":\"content_block_start\",\"index\":2,\"content_block\":{\"type\":\"tool_use\",\"id\":\"b\",\"name\":\"g\",\"input\":{}}}",
                "{\"type\":\"content_block_start\",\"index\":3,\"content_block\":{\"type\":\"server_tool_use\",\"id\":\"c\",\"name\":\"web\"}}",
                "{\"type\":\"content_block_delta\",\"index\":3,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}");

        assertThat(stream)
                .contains("{\"content\":\"Wait\"}")
                .contains(
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"\"},\"id\":\"a\",\"type\":\"function\"}]}")
                .contains("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\":\"}}]}")
                .contains("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}")
                .contains(
                        "{\"tool_calls\":[{\"index\":1,\"function\":{\"name\":\"g\",\"arguments\":\"\"},\"id\":\"b\",\"type\":\"function\"}]}")
                .doesNotContain("web")
                .doesNotContain("\"index\":null");
    }

    @Test
    void thinkingIsReasoning() {
        assertThat(
                        streamed(
                                Dialects.CHAT_TO_MESSAGES,
                                HI,
                                START,
                                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\"}}",
                                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}}",
                                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"s\"}}"))
                .contains("{\"reasoning_content\":\"hm\"}")
                .contains("{\"thinking_blocks\":[{\"type\":\"thinking\",\"signature\":\"s\"}]}");
    }

    @Test
    void anErrorEventEndsTheStreamWithoutDone() {
        assertThat(streamed(
                        Dialects.CHAT_TO_MESSAGES,
                        HI,
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"))
                .isEqualTo("data: {\"error\":{\"message\":\"Overloaded\",\"type\":\"server_error\",\"param\":null,"
                        + "\"code\":\"overloaded_error\"}}\n\n");
    }
}
