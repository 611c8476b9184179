package dev.signalbox.inference.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** The shapes in which providers say what an answer took; from their API references. */
class ReportedUsageTest {

    private final ReportedUsage usage = new ReportedUsage();

    private ReportedUsage read(String... answers) {
        for (String answer : answers) {
            try (JsonParser json = JsonMapper.shared().createParser(answer)) {
                json.nextToken();
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = json.currentName();
                    usage.member(name, json.nextToken(), json);
                    json.skipChildren();
                }
                assertThat(json.currentToken()).as("the end of " + answer).isEqualTo(JsonToken.END_OBJECT);
            }
        }
        return usage;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // OpenAI chat, with what is in the cache and what was thought
                "{'usage':{'prompt_tokens':100,'completion_tokens':20,'total_tokens':120,'prompt_tokens_details':"
                        + "{'cached_tokens':64,'audio_tokens':0},'completion_tokens_details':{'reasoning_tokens':12}}}"
                        + "|100|20|64|-1|12",
                // OpenAI responses
                "{'usage':{'input_tokens':36,'input_tokens_details':{'cached_tokens':0},'output_tokens':87,"
                        + "'output_tokens_details':{'reasoning_tokens':3},'total_tokens':123}}|36|87|0|-1|3",
                // the last event of its stream
                "{'type':'response.completed','response':{'output':[{}],'usage':{'input_tokens':3,'output_tokens':4}}}"
                        + "|3|4|-1|-1|-1",
                // Anthropic counts its cache beside the input
                "{'usage':{'input_tokens':10,'cache_creation_input_tokens':200,'cache_read_input_tokens':3000,"
                        + "'cache_creation':{'ephemeral_5m_input_tokens':200},'output_tokens':5}}|3210|5|3000|200|-1",
                // embeddings, Jina's reranker, vLLM's
                "{'usage':{'prompt_tokens':8,'total_tokens':8}}|8|0|-1|-1|-1",
                "{'usage':{'total_tokens':815}}|815|0|-1|-1|-1",
                // Cohere
                "{'meta':{'api_version':{'version':'2'},'billed_units':{'input_tokens':7,'output_tokens':9}}}"
                        + "|7|9|-1|-1|-1",
                // DeepSeek; Groq's last chunk
                "{'usage':{'prompt_tokens':9,'completion_tokens':1,'prompt_cache_hit_tokens':4}}|9|1|4|-1|-1",
                "{'x_groq':{'id':'r','usage':{'prompt_tokens':9,'completion_tokens':1}}}|9|1|-1|-1|-1",
                // xAI and Google leave reasoning out of the completion
                "{'usage':{'prompt_tokens':10,'completion_tokens':5,'total_tokens':45,'completion_tokens_details':"
                        + "{'reasoning_tokens':30}}}|10|35|-1|-1|30",
                // nonsense
                "{'usage':null}|-1|-1|-1|-1|-1",
                "{'usage':{'prompt_tokens':'many','completion_tokens':[1],'total_tokens':99999999999999999999}}"
                        + "|-1|-1|-1|-1|-1"
            })
    void reads(String answer, long in, long out, long cached, long cacheWritten, long reasoning) {
        assertThat(read(answer.replace('\'', '"')).tokens())
                .isEqualTo(new Tokens(in, out, cached, cacheWritten, reasoning, null));
    }

    @Test
    void anthropicsStreamTellsItInTwoEvents() {
        read(
                "{\"type\":\"message_start\",\"message\":{\"model\":\"claude-x\",\"content\":[],\"usage\":"
                        + "{\"input_tokens\":25,\"cache_read_input_tokens\":5,\"output_tokens\":1}}}",
                "{\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"input_tokens\":0,\"output_tokens\":15}}");

        assertThat(usage.tokens()).isEqualTo(new Tokens(30, 15, 5, -1, -1, null));
        assertThat(usage.model()).isEqualTo("claude-x");
    }

    @Test
    void openRouterReportsWhatItCost() {
        read("{\"model\":\"m\",\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":2,\"cost\":0.00014,"
                + "\"cost_details\":{\"upstream_inference_cost\":0.9}}}");

        assertThat(usage.tokens().cost()).isEqualByComparingTo(new BigDecimal("0.00014"));
    }

    @Test
    void cohereBillsRerankingBySearches() {
        read("{\"results\":[],\"meta\":{\"billed_units\":{\"search_units\":2}}}");

        assertThat(usage.tokens()).isEqualTo(new Tokens(-1, -1, -1, -1, -1, null, 2));
    }

    @Test
    void aNegativeCostIsNone() {
        assertThat(read("{\"usage\":{\"prompt_tokens\":4,\"cost\":-1}}")
                        .tokens()
                        .cost())
                .isNull();
    }

    @Test
    void aModelsNameThatIsNoneIsNotKept() {
        assertThat(read("{\"model\":\"" + "x".repeat(201) + "\"}").model()).isNull();
    }
}
