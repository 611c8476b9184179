package dev.signalbox.inference.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/** Who asks, by the one header that counts. A token in an address is refused: addresses end up in logs and histories. */
final class BearerToken {

    private static final String BEARER = "Bearer ";
    private static final String API_KEY = "x-api-key";
    private static final Set<String> CREDENTIALS =
            Set.of("access_token", "api_key", "api-key", "apikey", "token", "key");

    private BearerToken() {}

    /**
     * @throws RequestRefused with 401 when the token is missing, unknown, doubled or in the address, with 403 when it is for
     *     other things than requests
     */
    static Caller caller(Exchange exchange, Callers callers) {
        HttpServerRequest request = exchange.request();
        ApiStyle style = exchange.style();
        if (inAddress(request.uri())) {
            throw refused("A token in the address is never accepted: send 'Authorization: Bearer TOKEN', and "
                    + "replace this token if it was a real one.");
        }
        List<String> headers = request.requestHeaders().getAll(HttpHeaderNames.AUTHORIZATION);
        List<String> keys =
                acceptsKeys(request, style) ? request.requestHeaders().getAll(API_KEY) : List.of();
        if (headers.size() > 1 || keys.size() > 1) {
            throw refused("There is more than one Authorization or x-api-key header: send one.");
        }
        String header = headers.isEmpty() ? "" : headers.getFirst();
        List<String> tokens = new ArrayList<>(2);
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            tokens.add(header.substring(BEARER.length()).strip());
        }
        // some of Anthropic's tools send both, and a token of somebody else's as the other
        keys.forEach(key -> tokens.add(key.strip()));
        return tokens.stream()
                .flatMap(token -> callers.authenticate(token).stream())
                .findFirst()
                .orElseThrow(() -> nobody(tokens, exchange, callers));
    }

    private static RequestRefused nobody(List<String> tokens, Exchange exchange, Callers callers) {
        Optional<Caller> valid = tokens.stream()
                .flatMap(token -> callers.withoutRole(token).stream())
                .findFirst();
        if (valid.isPresent()) {
            exchange.cameFrom(valid.get());
            return new RequestRefused(new OpenAiError(
                    403,
                    "This token does not have the role 'inference', which requests need.",
                    "permission_error",
                    null,
                    "permission_denied"));
        }
        tokens.forEach(token -> exchange.suspects(callers.known(token)));
        return refused("Missing or unknown token: send 'Authorization: Bearer TOKEN' with a token of this Signalbox.");
    }

    /** By the one header that almost all send; null when there is more to be looked at, or nobody is known by it. */
    static @Nullable Caller usual(HttpHeaders headers, Callers callers) {
        String header = headers.get(HttpHeaderNames.AUTHORIZATION);
        boolean usual = header != null
                && header.startsWith(BEARER)
                && headers.getAll(HttpHeaderNames.AUTHORIZATION).size() == 1
                && !headers.contains(AnthropicHeaders.VERSION);
        return usual
                ? callers.authenticate(header.substring(BEARER.length()).strip())
                        .orElse(null)
                : null;
    }

    /** Anthropic's clients send their key so, also when they list models. */
    private static boolean acceptsKeys(HttpServerRequest request, ApiStyle style) {
        return style == ApiStyle.ANTHROPIC || request.requestHeaders().contains(AnthropicHeaders.VERSION);
    }

    private static boolean inAddress(String uri) {
        if (uri.indexOf('?') < 0) {
            return false;
        }
        try {
            return new QueryStringDecoder(uri)
                    .parameters().entrySet().stream()
                            .anyMatch(parameter -> CREDENTIALS.contains(
                                            parameter.getKey().toLowerCase(Locale.ROOT))
                                    || parameter.getValue().stream().anyMatch(value -> value.startsWith("sbx_")));
        } catch (IllegalArgumentException e) {
            // not decodable: no endpoint reads it either
            return uri.contains("sbx_");
        }
    }

    private static RequestRefused refused(String message) {
        return new RequestRefused(OpenAiError.badRequest(401, message, null, "invalid_api_key"));
    }
}
