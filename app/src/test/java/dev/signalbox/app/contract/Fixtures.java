package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import java.util.concurrent.atomic.AtomicInteger;

/** Configuration to begin with, by the API itself. */
final class Fixtures {

    static final String SERVERS = CONFIG + "/servers";
    static final String KEYS = CONFIG + "/api-keys";
    static final String ACTIVE = CONFIG + "/active";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Fixtures() {}

    /** A name that no other test takes. */
    static String name() {
        return "test-" + NUMBER.incrementAndGet();
    }

    /** @param more further fields, as {@code , "enabled": false} */
    static String server(String more) {
        return """
                {"name": "%s", "server_type": "openai-compatible", "base_url": "http://127.0.0.1:9", "use_for_chat": true %s}
                """.formatted(name(), more);
    }

    static String key(String more) {
        return """
                {"provider": "openai", "key_name": "%s", "api_key": "sk-0123456789-WXYZ" %s}
                """.formatted(name(), more);
    }

    static String primary(String purpose, String type, long id, String more) {
        return """
                {"purpose": "%s", "provider_type": "%s", "provider_id": %d %s}""".formatted(purpose, type, id, more);
    }

    static long newServer(Http admin) {
        return newServer(admin, "");
    }

    static long newServer(Http admin, String more) {
        return created(admin.post(SERVERS, server(more)));
    }

    static long newKey(Http admin) {
        return created(admin.post(KEYS, key("")));
    }

    private static long created(Answer answer) {
        assertThat(answer.status()).as(answer::toString).isEqualTo(201);
        return answer.id();
    }
}
