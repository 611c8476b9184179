package dev.signalbox.inference.probe;

import dev.signalbox.inference.upstream.AddressRefusedException;
import dev.signalbox.inference.upstream.AuthHeader;
import dev.signalbox.inference.upstream.Credentials;
import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.inference.upstream.UpstreamHttp;
import dev.signalbox.secrets.Secret;
import dev.signalbox.secrets.SecretUnavailableException;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/** Asks providers small questions, off the hot path. */
@Component
class ProviderClient {

    private static final int MAX_ANSWER = 4 << 20;

    private final UpstreamHttp http;
    private final Credentials credentials;
    private final ProbeProperties properties;

    ProviderClient(UpstreamHttp http, Credentials credentials, ProbeProperties properties) {
        this.http = http;
        this.credentials = credentials;
        this.properties = properties;
    }

    Answer get(Upstream upstream, String url) throws UnreachableException {
        return ask(upstream, HttpMethod.GET, url, upstream.authHeader());
    }

    /** @throws UnreachableException in our own words, when there is no answer */
    Answer ask(Upstream upstream, HttpMethod method, String url, String authHeader) throws UnreachableException {
        return ask(upstream, method, url, () -> credentials.header(upstream, authHeader, url));
    }

    /** With a credential that is in no vault yet. */
    Answer get(Upstream upstream, String url, Secret secret) throws UnreachableException {
        return ask(upstream, HttpMethod.GET, url, () -> AuthHeader.of(upstream.authHeader(), secret.bytes()));
    }

    private Answer ask(Upstream upstream, HttpMethod method, String url, Supplier<AuthHeader> credential)
            throws UnreachableException {
        try (AuthHeader auth = credential.get()) {
            Answer answer = WebClient.builder()
                    .clientConnector(
                            new ReactorClientHttpConnector(http.client(url).headers(auth::addTo)))
                    .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MAX_ANSWER))
                    .build()
                    .method(method)
                    .uri(URI.create(url))
                    .headers(headers -> upstream.headers().forEach(headers::set))
                    .exchangeToMono(ProviderClient::answer)
                    .timeout(properties.timeout())
                    .block();
            return java.util.Objects.requireNonNull(answer);
        } catch (SecretUnavailableException e) {
            throw new UnreachableException("Its API key can't be opened here");
        } catch (RuntimeException e) {
            throw new UnreachableException(why(e));
        }
    }

    /** What happened, and where to look: this is all that an operator is told. */
    private String why(RuntimeException failure) {
        for (Throwable cause = Exceptions.unwrap(failure); cause != null; cause = cause.getCause()) {
            switch (cause) {
                // of the URL itself, or of what its name has led to
                case AddressRefusedException e -> {
                    return "Its address is not allowed";
                }
                case ConnectTimeoutException e -> {
                    return "It can't be reached: no connection in time. Is the address right, and does a firewall let it through?";
                }
                case TimeoutException e -> {
                    return "No answer within " + properties.timeout().toSeconds() + " s. Is it overloaded?";
                }
                case UnknownHostException e -> {
                    return "It can't be reached: nobody knows the host's name. Is the address right?";
                }
                case SSLException e -> {
                    return "It can't be reached: no TLS connection. Does it speak https, with a certificate that is trusted here?";
                }
                case ConnectException e -> {
                    return "It can't be reached: nothing listens there. Is it running, and is the port right?";
                }
                default -> {}
            }
        }
        return "It can't be reached: the connection broke off. Its own log may say why";
    }

    private static Mono<Answer> answer(ClientResponse response) {
        return response.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .map(body -> new Answer(
                        response.statusCode().value(),
                        response.headers().asHttpHeaders().getFirst(HttpHeaders.RETRY_AFTER),
                        body));
    }
}
