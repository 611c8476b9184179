package dev.signalbox.inference.dialect;

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

/** A chat request as Anthropic gets it. */
class ChatToMessagesTest {

    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    private static JsonNode anthropic(String chat) {
        return sent(Dialects.CHAT_TO_MESSAGES, chat, vendor());
    }

    private static JsonNode messages(String messages) {
        return anthropic("{\"messages\":" + messages + "}").path("messages");
    }

    @Test
    void aPlainChat() {
        assertThat(anthropic("{" + HI + "}")).isEqualTo(tree("""
                {"model":"model-x","messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],
                 "max_tokens":8192}"""));
    }

    @Test
    void systemAndDeveloperMessagesStandApartWhereverTheyStood() {
        var sent = anthropic("""
                {"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"},
                 {"role":"developer","content":[{"type":"text","text":"Be kind.","cache_control":{"type":"ephemeral"}}]}]}""");

        assertThat(sent.path("system")).isEqualTo(tree("""
                [{"type":"text","text":"Be brief."},
                 {"type":"text","text":"Be kind.","cache_control":{"type":"ephemeral"}}]"""));
        assertThat(sent.path("messages").size()).isEqualTo(1);
    }

    @Test
    void instructionsAloneAreAskedAsAUser() {
        var sent = anthropic("{\"messages\":[{\"role\":\"system\",\"content\":\"Say hello.\"}]}");

        assertThat(sent.has("system")).isFalse();
        assertThat(sent.path("messages"))
                .isEqualTo(tree("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Say hello.\"}]}]"));
    }

    @Test
    void parallelToolCallsComeBackInOneMessage() {
        assertThat(messages("""
                [{"role":"user","content":"Weather?"},
                 {"role":"assistant","content":"","tool_calls":[
                   {"id":"a","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"}},
                   {"id":"b","type":"function","function":{"name":"time","arguments":""}}]},
                 {"role":"tool","tool_call_id":"a","content":"sunny"},
                 {"role":"tool","tool_call_id":"b","content":[{"type":"text","text":"noon"}]},
                 {"role":"user","content":"Thanks"}]""")).isEqualTo(tree("""
                [{"role":"user","content":[{"type":"text","text":"Weather?"}]},
                 {"role":"assistant","content":[
                   {"type":"tool_use","id":"a","name":"weather","input":{"city":"Rome"}},
                   {"type":"tool_use","id":"b","name":"time","input":{}}]},
                 {"role":"user","content":[
                   {"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"sunny"}]},
                   {"type":"tool_result","tool_use_id":"b","content":[{"type":"text","text":"noon"}]},
                   {"type":"text","text":"Thanks"}]}]"""));
    }

    @Test
    void aModelsBrokenArgumentsDoNotEndTheConversation() {
        assertThat(messages("""
                [{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{x"}}]}]""").at("/0/content/0/input")).isEqualTo(tree("{\"arguments\":\"{x\"}"));
    }

    @Test
    void imagesByAddressAndInPlaceAndDocuments() {
        assertThat(messages("""
                [{"role":"user","content":[{"type":"text","text":"What is it?"},
                 {"type":"image_url","image_url":{"url":"https://x.example/a.png","detail":"high"}},
                 {"type":"image_url","image_url":{"url":"data:image/PNG;base64,iVBORw=="}},
                 {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}}]}]""")).isEqualTo(tree("""
                [{"role":"user","content":[{"type":"text","text":"What is it?"},
                 {"type":"image","source":{"type":"url","url":"https://x.example/a.png"}},
                 {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw=="}},
                 {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"},"title":"a.pdf"}]}]"""));
    }

    @Test
    void anAnswerBegunForTheModelLosesItsTrailingBlanks() {
        assertThat(messages("[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"It is \"}]")
                        .at("/1/content/0/text")
                        .asString())
                .isEqualTo("It is");
    }

    @Test
    void tools() {
        var sent = anthropic("{" + HI + """
                ,"tool_choice":"required","parallel_tool_calls":false,"tools":[
                 {"type":"function","function":{"name":"f","description":"d","strict":true,
                   "parameters":{"type":"object","properties":{"a":{"type":"string"}}}}},
                 {"type":"function","function":{"name":"g"}}]}""");

        assertThat(sent.path("tools")).isEqualTo(tree("""
                [{"name":"f","description":"d","input_schema":{"type":"object","properties":{"a":{"type":"string"}}}},
                 {"name":"g","input_schema":{"type":"object","properties":{}}}]"""));
        assertThat(sent.path("tool_choice")).isEqualTo(tree("{\"type\":\"any\",\"disable_parallel_tool_use\":true}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"none\"|{\"type\":\"none\"}",
                "\"required\"|{\"type\":\"any\"}",
                "{\"type\":\"function\",\"function\":{\"name\":\"f\"}}|{\"type\":\"tool\",\"name\":\"f\"}"
            })
    void toolChoices(String asked, String expected) {
        String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

        assertThat(anthropic("{" + HI + tools + ",\"tool_choice\":" + asked + "}")
                        .path("tool_choice"))
                .isEqualTo(tree(expected));
    }

    @Test
    void parameters() {
        var sent = anthropic("{" + HI + """
                ,"temperature":1.6,"top_p":0.9,"stop":"END","stream":true,"user":"u1","max_tokens":10,
                 "max_completion_tokens":20,"n":1,"seed":7,"presence_penalty":0.5,"logprobs":false}""");

        assertThat(sent).isEqualTo(tree("""
                {"model":"model-x","messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],
                 "temperature":1.0,"top_p":0.9,"stream":true,"stop_sequences":["END"],"metadata":{"user_id":"u1"},
                 "max_tokens":20}"""));
    }

    @Test
    void aSchemaForTheAnswerIsHandedOn() {
        assertThat(anthropic("{" + HI + """
                ,"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object"}}}}""").path("output_config"))
                .isEqualTo(tree("{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}"));
        assertThat(anthropic("{" + HI + ",\"response_format\":{\"type\":\"json_object\"}}")
                        .at("/system/0/text")
                        .asString())
                .contains("JSON");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"reasoning_effort\":\"low\"',1024,9216",
        "'\"reasoning_effort\":\"high\"',16384,24576",
        "'\"reasoning_effort\":\"high\",\"max_completion_tokens\":8000',4000,8000",
        "'\"reasoning_effort\":\"high\",\"max_tokens\":1000',0,1000",
        "'\"reasoning_effort\":\"none\"',0,8192"
    })
    void thinking(String asked, int budget, int max) {
        var sent = anthropic("{" + HI + ",\"temperature\":0.2," + asked + "}");

        assertThat(sent.path("max_tokens").asInt()).isEqualTo(max);
        assertThat(sent.at("/thinking/budget_tokens").asInt(0)).isEqualTo(budget);
        assertThat(sent.has("temperature")).as("not with thinking").isEqualTo(budget == 0);
    }

    @Test
    void thinkingIsLeftOffWhereItsBeginningWasLost() {
        String history = """
                {"reasoning_effort":"high","messages":[{"role":"user","content":"a"},
                 {"role":"assistant",%s"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"a","content":"b"}]}""";
        String kept = "\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"}],";

        assertThat(anthropic(history.formatted("")).has("thinking")).isFalse();
        var sent = anthropic(history.formatted(kept));
        assertThat(sent.has("thinking")).isTrue();
        assertThat(sent.at("/messages/1/content/0/signature").asString()).isEqualTo("s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\":2",
                "\"logprobs\":true",
                "\"modalities\":[\"text\",\"audio\"]",
                "\"functions\":[{\"name\":\"f\"}]",
                "\"response_format\":{\"type\":\"grammar\"}",
                "\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"x\"}}]"
            })
    void whatAnthropicCanNotAnswerIsLeftToOthers(String asked) {
        assertThatExceptionOfType(UntranslatableException.class)
                .isThrownBy(() -> anthropic("{" + HI + "," + asked + "}"))
                .matches(e -> !e.isWrong());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"temperature\":\"hot\"",
                "\"top_p\":[]",
                "\"stop\":7",
                "\"tools\":{}",
                "\"tools\":\"weather\"",
                "\"response_format\":\"json\""
            })
    void whatIsOfTheWrongTypeIsNotLeftOut(String asked) {
        assertThatExceptionOfType(UntranslatableException.class)
                .isThrownBy(() -> anthropic("{" + HI + "," + asked + "}"))
                .matches(UntranslatableException::isWrong);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[7]",
                "[{\"role\":\"nobody\",\"content\":\"a\"}]",
                "[{\"role\":\"user\",\"content\":7}]",
                "[{\"role\":\"tool\",\"content\":\"a\"}]",
                "[{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{}}]}]",
                "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"file:///etc/passwd\"}}]}]"
            })
    void whatIsWrongInAnyApiIsTheClientsMistake(String messages) {
        assertThatExceptionOfType(UntranslatableException.class)
                .isThrownBy(() -> messages(messages))
                .matches(UntranslatableException::isWrong);
    }
}
