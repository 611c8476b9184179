package dev.signalbox.inference.dialect;

import static dev.signalbox.inference.dialect.DialectFixtures.SERVER;
import static dev.signalbox.inference.dialect.DialectFixtures.sent;
import static dev.signalbox.inference.dialect.DialectFixtures.tree;
import static dev.signalbox.inference.dialect.DialectFixtures.vendor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A request of Anthropic's clients as OpenAI-speaking providers get it. */
class MessagesToChatTest {

    private static final String HI = "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    private static JsonNode chat(String request) {
        return sent(Dialects.MESSAGES_TO_CHAT, request, SERVER);
    }

    private static JsonNode messages(String messages) {
        return chat("{\"max_tokens\":9,\"messages\":" + messages + "}").path("messages");
    }

    @Test
    void aPlainRequestWithAllParameters() {
        assertThat(chat("{" + HI + """
                ,"system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}},{"type":"text","text":"Be kind."}],
                 "temperature":0.5,"top_p":0.9,"top_k":40,"stop_sequences":["END"],"metadata":{"user_id":"u"},"stream":true,
                 "thinking":{"type":"enabled","budget_tokens":2000}}""")).isEqualTo(tree("""
                {"model":"model-x","messages":[{"role":"system","content":"Be brief.\\n\\nBe kind."},{"role":"user","content":"Hi"}],
                 "max_tokens":9,"temperature":0.5,"top_p":0.9,"top_k":40,"stop":["END"],"user":"u","stream":true,
                 "stream_options":{"include_usage":true}}"""));
    }

    @Test
    void aVendorsOwnNames() {
        var sent = sent(Dialects.MESSAGES_TO_CHAT, "{" + HI + ",\"top_k\":4}", vendor("max-completion-tokens"));

        assertThat(sent.path("max_completion_tokens").asInt()).isEqualTo(9);
        assertThat(sent.has("max_tokens")).isFalse();
        assertThat(sent.has("top_k")).as("no parameter of OpenAI's").isFalse();
    }

    @Test
    void toolCallsAndTheirResults() {
        assertThat(messages("""
                [{"role":"user","content":"Weather?"},
                 {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"Wait"},
                   {"type":"tool_use","id":"a","name":"weather","input":{"city":"Rome"}},
                   {"type":"tool_use","id":"b","name":"time","input":{}}]},
                 {"role":"user","content":[{"type":"text","text":"Well?"},
                   {"type":"tool_result","tool_use_id":"a","content":"sunny"},
                   {"type":"tool_result","tool_use_id":"b","is_error":true,"content":[{"type":"text","text":"broken"},
                     {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}]}]}]""")).isEqualTo(tree("""
                [{"role":"user","content":"Weather?"},
                 {"role":"assistant","content":"Wait","tool_calls":[
                   {"id":"a","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"}},
                   {"id":"b","type":"function","function":{"name":"time","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"a","content":"sunny"},
                 {"role":"tool","tool_call_id":"b","content":"broken"},
                 {"role":"user","content":[{"type":"text","text":"Well?"},
                   {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}}]}]"""));
    }

    @Test
    void imagesAndDocuments() {
        assertThat(messages("""
                [{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://x.example/a.png"}},
                  {"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"}},
                  {"type":"document","source":{"type":"text","media_type":"text/plain","data":"plain"}}]}]""")).isEqualTo(tree("""
                [{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.example/a.png"}},
                  {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}},
                  {"type":"text","text":"plain"}]}]"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"auto\"}|",
                "{\"type\":\"any\"}|\"required\"",
                "{\"type\":\"none\"}|\"none\"",
                "{\"type\":\"tool\",\"name\":\"f\"}|{\"type\":\"function\",\"function\":{\"name\":\"f\"}}"
            })
    void tools(String choice, String expected) {
        var sent = chat("{" + HI + ",\"tool_choice\":" + choice
                + ",\"tools\":[{\"name\":\"f\",\"description\":\"d\",\"input_schema\":{\"type\":\"object\"}}]}");

        assertThat(sent.path("tools")).isEqualTo(tree("""
                [{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}]"""));
        assertThat(sent.has("tool_choice")).isEqualTo(expected != null);
        if (expected != null) {
            assertThat(sent.path("tool_choice")).isEqualTo(tree(expected));
        }
    }

    @Test
    void oneToolAtATimeAndASchemaForTheAnswer() {
        var sent = chat("{" + HI + """
                ,"tools":[{"name":"f","input_schema":{}}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true},
                 "output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}}}""");

        assertThat(sent.path("parallel_tool_calls").asBoolean(true)).isFalse();
        assertThat(sent.path("response_format")).isEqualTo(tree("""
                {"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"}}}"""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]",
                "\"mcp_servers\":[{\"url\":\"https://x.example\"}]"
            })
    void whatOnlyAnthropicRunsIsLeftToIt(String asked) {
        assertThatExceptionOfType(UntranslatableException.class)
                .isThrownBy(() -> chat("{" + HI + "," + asked + "}"))
                .matches(e -> !e.isWrong());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"stop_sequences\":\"x\"",
                "\"tools\":{}",
                "\"tools\":[{\"name\":\"a\"}],\"tool_choice\":\"any\"",
                "\"thinking\":\"enabled\"",
                "\"output_config\":7"
            })
    void whatIsOfTheWrongTypeIsNotLeftOut(String asked) {
        assertThatExceptionOfType(UntranslatableException.class)
                .isThrownBy(() -> chat("{" + HI + "," + asked + "}"))
                .matches(UntranslatableException::isWrong);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"role\":\"nobody\",\"content\":\"a\"}]",
                "[{\"role\":\"user\",\"content\":7}]",
                "[{\"role\":\"user\"}]",
                "[7]",
                "[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"content\":\"a\"}]}]",
                "[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\"}]}]"
            })
    void whatIsWrongAnywhereIsTheClientsMistake(String messages) {
        assertThatExceptionOfType(UntranslatableException.class)
                .isThrownBy(() -> messages(messages))
                .matches(UntranslatableException::isWrong);
    }
}
