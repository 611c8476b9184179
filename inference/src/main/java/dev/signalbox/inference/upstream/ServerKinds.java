package dev.signalbox.inference.upstream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Whether a server that is just "OpenAI-compatible" is TEI, which reranks in a shape of its own; asked once in a while. */
@Component
public class ServerKinds {

    private static final int MAX_INFO = 64 << 10;

    private record Known(boolean tei, long until) {}

    private final UpstreamHttp http;
    private final Credentials credentials;
    private final UpstreamProperties properties;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    ServerKinds(UpstreamHttp http, Credentials credentials, UpstreamProperties properties) {
        this.http = http;
        this.credentials = credentials;
        this.properties = properties;
    }

    /** An error when it can't be asked. */
    public Mono<Boolean> isTei(Upstream server) {
        String url = server.route().baseUrl() + "/info";
        Known before = known.get(url);
        if (before != null && before.until() - System.nanoTime() > 0) {
            return Mono.just(before.tei());
        }
        return ask(server, url)
                .doOnNext(tei -> known.put(
                        url,
                        new Known(
                                tei,
                                System.nanoTime() + properties.modelsCache().toNanos())));
    }

    private Mono<Boolean> ask(Upstream server, String url) {
        return SmallQuestion.ask(http, credentials, server, url, MAX_INFO)
                .map(ServerKinds::saysTei)
                .defaultIfEmpty(false)
                .timeout(properties.connectTimeout());
    }

    private static boolean saysTei(byte[] info) {
        try {
            JsonNode said = AnswerJson.MAPPER.readTree(info);
            return said.path("model_id").isString() && said.path("model_type").isObject();
        } catch (JacksonException e) {
            return false;
        }
    }
}
