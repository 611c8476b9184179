package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.app.resilience.FakeOpenAi;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A vendor's key with an address of its own: it goes there, and nowhere that it was not entered for. */
class KeyPlaceIT {

    private static final FakeOpenAi HERE = new FakeOpenAi("here");
    private static final FakeOpenAi THERE = new FakeOpenAi("there");

    private final TestNode node = TestNode.shared();
    private final Http admin = node.admin();

    @AfterAll
    static void close() {
        HERE.close();
        THERE.close();
    }

    private Answer add(String name, String baseUrl) {
        return admin.post(CONFIG + "/api-keys", """
                {"provider":"openai","key_name":"%s","api_key":"sk-of-this-place-0001","metadata":{"base_url":%s}}""".formatted(name, baseUrl));
    }

    private Answer chat() {
        return new Http(node.dataPort(), Map.of("Authorization", "Bearer " + TestNode.INFERENCE_TOKEN))
                .post(
                        "/v1/chat/completions",
                        "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    }

    @Test
    void theKeyIsSentToItsOwnAddressOnly() {
        long id = add("placed", "\"" + HERE.baseUrl() + "/v1/\"").id();
        assertThat(admin.post(
                                CONFIG + "/active",
                                "{\"purpose\":\"chat\",\"provider_type\":\"api_key\",\"provider_id\":" + id + "}")
                        .status())
                .isEqualTo(200);
        assertThat(chat().status()).isEqualTo(200);
        assertThat(HERE.asked.getLast().path()).isEqualTo("/v1/chat/completions");
        assertThat(HERE.asked.getLast().authorization()).isEqualTo("Bearer sk-of-this-place-0001");

        String moved = "\"metadata\":{\"base_url\":\"" + THERE.baseUrl() + "/v1\"}";
        Answer refused = admin.put(CONFIG + "/api-keys/" + id, "{" + moved + "}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("credential-bound-to-host");
        assertThat(admin.put(CONFIG + "/api-keys/" + id, "{\"metadata\":null}").status())
                .isEqualTo(409);
        assertThat(THERE.asked).isEmpty();

        assertThat(admin.put(CONFIG + "/api-keys/" + id, "{" + moved + ",\"api_key\":\"sk-of-that-place-0002\"}")
                        .status())
                .isEqualTo(200);
        assertThat(chat().status()).isEqualTo(200);
        assertThat(THERE.asked.getLast().authorization()).isEqualTo("Bearer sk-of-that-place-0002");

        // rotated, it stays where it is
        assertThat(admin.put(CONFIG + "/api-keys/" + id, "{\"api_key\":\"sk-of-that-place-0003\"}")
                        .status())
                .isEqualTo(200);
        assertThat(chat().status()).isEqualTo(200);
        assertThat(THERE.asked.getLast().authorization()).isEqualTo("Bearer sk-of-that-place-0003");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "null",
                "\"\"",
                "\"ftp://a.example\"",
                "\"https://user@a.example\"",
                "\"http://169.254.169.254/v1\"",
                "\"https://a.example/v1?x=1\""
            })
    void whatIsNoAddressIsRefused(String baseUrl) {
        Answer answer = add("refused", baseUrl);

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.wrongFields()).contains("metadata");
    }
}
