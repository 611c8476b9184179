package dev.signalbox.inference.gateway;

import dev.signalbox.inference.upstream.Upstream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.stereotype.Component;

/**
 * Which providers are asked to end their streams with the usage. All are, but those known not to take the question; one that
 * refuses it is asked again without it, once, and then left alone with it.
 */
@Component
class StreamUsage {

    private static final Logger log = LoggerFactory.getLogger(StreamUsage.class);

    private final Set<String> vendors;
    private final Set<String> refusing = ConcurrentHashMap.newKeySet();

    /** @param streamUsageUnasked vendors and types of servers that refuse {@code stream_options}, or report without it */
    @ConfigurationProperties("signalbox.gateway")
    record Properties(
            @DefaultValue({"mistral", "perplexity"}) Set<String> streamUsageUnasked) {}

    StreamUsage(Properties properties) {
        vendors = properties.streamUsageUnasked();
    }

    boolean isAskedOf(Upstream upstream) {
        return upstream.speaksOpenAi()
                && !vendors.contains(upstream.route().kind())
                && !refusing.contains(upstream.label());
    }

    /** Whether this is the refusal of our question and not of the client's request. */
    boolean isRefusedBy(Upstream upstream, Throwable e) {
        boolean refused = e instanceof UpstreamFailure failure
                && failure.failure() == FailureClass.REQUEST_REFUSED
                && failure.error(upstream.label()).message().contains("stream_options");
        if (refused && refusing.add(upstream.label())) {
            log.info("usage=unknown provider={} cause=\"it refuses stream_options\"", upstream.label());
        }
        return refused;
    }
}
