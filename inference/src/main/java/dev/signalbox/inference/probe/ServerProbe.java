package dev.signalbox.inference.probe;

import dev.signalbox.inference.upstream.ModelList;
import dev.signalbox.inference.upstream.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The health rules, by the type of the server. */
@Component
class ServerProbe {

    private final ProviderClient client;
    private final ProbeProperties properties;

    ServerProbe(ProviderClient client, ProbeProperties properties) {
        this.client = client;
        this.properties = properties;
    }

    /** How it is asked: with the stored credential, or with one that is being tried. */
    interface Asking {
        Answer get(String url) throws UnreachableException;
    }

    Health probe(Upstream server) {
        return probe(server, url -> client.get(server, url));
    }

    Health probe(Upstream server, Asking asking) {
        long start = System.nanoTime();
        Health health;
        try {
            Health before = ownHealth(server, asking);
            health = before == null ? byModels(asking.get(modelsUrl(server))) : before;
        } catch (UnreachableException e) {
            health = Health.down(e.why());
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        boolean slow = health.status() == HealthStatus.HEALTHY
                && millis > properties.slow().toMillis();
        return (slow ? Health.degraded("Slow - answered after " + millis + " ms") : health).after(millis);
    }

    /** The models that a server offers. */
    List<String> models(Upstream server) throws UnreachableException {
        return models(server, url -> client.get(server, url));
    }

    List<String> models(Upstream server, Asking asking) throws UnreachableException {
        Answer answer = asking.get(modelsUrl(server));
        if (answer.status() != 200) {
            throw new UnreachableException(byModels(answer).message());
        }
        return ModelList.parse(answer.body())
                .orElseThrow(() -> new UnreachableException(byModels(answer).message()));
    }

    /** Some types say themselves that they can't work yet. */
    private @Nullable Health ownHealth(Upstream server, Asking asking) throws UnreachableException {
        String kind = server.route().kind();
        if (!kind.equals("llamacpp") && !kind.equals("vllm")) {
            return null;
        }
        int status = asking.get(base(server) + "/health").status();
        if (status != 503) {
            return null;
        }
        return kind.equals("vllm")
                ? Health.down("The server says that it is not healthy")
                : Health.degraded("The server is loading its model");
    }

    private static Health byModels(Answer answer) {
        boolean busy = answer.status() == 429 || answer.status() == 503 && answer.retryAfter() != null;
        if (busy) {
            return Health.degraded("The server is busy (status " + answer.status() + ")");
        }
        return switch (answer.status()) {
            case 200 -> listed(ModelList.parse(answer.body()));
            case 401, 403 -> Health.down("the server refused its API key");
            case 404 -> Health.down("The server answered with status 404: are its type and address right?");
            default -> Health.down("The server answered with status " + answer.status());
        };
    }

    private static Health listed(Optional<List<String>> models) {
        return models.map(list -> new Health(HealthStatus.HEALTHY, "Healthy - " + list.size() + " models available", 0))
                .orElseGet(
                        () -> Health.down("The server's answer is no list of models: are its type and address right?"));
    }

    private static String modelsUrl(Upstream server) {
        return server.route().kind().equals("ollama") ? base(server) + "/api/tags" : server.apiBase() + "/models";
    }

    private static String base(Upstream server) {
        return String.valueOf(server.route().baseUrl());
    }
}
