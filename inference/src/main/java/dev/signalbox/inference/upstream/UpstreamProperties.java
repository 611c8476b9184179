package dev.signalbox.inference.upstream;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param connectTimeout for the connection and its TLS handshake, each
 * @param firstTokenTimeout from sending a streamed request to the first content of its answer
 * @param answerTimeout the same for an answer in one piece, which a provider sends only when all of it is there
 * @param idleTimeout between two pieces of an answer that has begun
 * @param clientStall how long a client may take nothing of a stream that waits for it
 * @param streamTimeout for all of a stream
 * @param policy where providers may live; when it is not set: on a node that only this machine can reach anywhere, else on
 *     the Internet only
 * @param allowedHosts names, addresses and ranges that {@code public-only} lets through all the same
 * @param allowedPorts nothing is sent to others; when empty, all but those of protocols that are not HTTP
 * @param modelsCache how long a provider's list of models is believed
 * @param openedSecrets how long an opened credential is kept in memory, zeroed then; 0s opens it for every request
 * @param maxConnections to one provider, for each event loop
 * @param http2 whether a provider that offers HTTP/2 over TLS is spoken to in it
 * @param ioUring whether clients and providers are talked to by io_uring, where the kernel has it; else by epoll
 */
@ConfigurationProperties("signalbox.upstream")
public record UpstreamProperties(
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("60s") Duration firstTokenTimeout,
        @DefaultValue("5m") Duration answerTimeout,
        @DefaultValue("30s") Duration idleTimeout,
        @DefaultValue("2m") Duration clientStall,
        @DefaultValue("1h") Duration streamTimeout,
        @Nullable AddressPolicy policy,
        @DefaultValue List<String> allowedHosts,
        @DefaultValue List<Integer> allowedPorts,
        @DefaultValue("60s") Duration modelsCache,
        @DefaultValue("60s") Duration openedSecrets,
        @DefaultValue("1024") int maxConnections,
        @DefaultValue("true") boolean http2,
        @DefaultValue("true") boolean ioUring) {

    AddressPolicy policyOn(NodeProperties node) {
        if (policy != null) {
            return policy;
        }
        return node.onLoopback() ? AddressPolicy.LOCAL_ALLOWED : AddressPolicy.PUBLIC_ONLY;
    }
}
