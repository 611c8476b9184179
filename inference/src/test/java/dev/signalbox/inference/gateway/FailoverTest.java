package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.COMPLETION;
import static dev.signalbox.inference.FakeUpstream.DONE;
import static dev.signalbox.inference.FakeUpstream.ROLE;
import static dev.signalbox.inference.FakeUpstream.content;
import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.FakeUpstream.sse;
import static dev.signalbox.inference.FakeUpstream.status;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.FakeUpstream.Behaviour;
import dev.signalbox.inference.InferenceFixtures;
import dev.signalbox.inference.gateway.FailureClass.Again;
import dev.signalbox.inference.upstream.TestUpstream;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The decision table over the wire, before the first content. */
class FailoverTest {

    private static final String STREAM = "{\"messages\":[],\"stream\":true}";
    private static final String PLAIN = "{\"messages\":[]}";

    private final FakeUpstream primary = new FakeUpstream();
    private final FakeUpstream fallback = new FakeUpstream();
    private final TestGateway gateway = new TestGateway(
            InferenceFixtures.vault(), TestUpstream.limits(Duration.ofMillis(1500), Duration.ofSeconds(30)));

    @AfterEach
    void close() {
        gateway.close();
        primary.close();
        fallback.close();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                row("401", PLAIN, status(401, "{}"), FailureClass.CREDENTIAL_REFUSED),
                row("403", PLAIN, status(403, "{}"), FailureClass.FORBIDDEN),
                row("402", PLAIN, status(402, "{}"), FailureClass.NO_FUNDS),
                row("408", PLAIN, status(408, "{}"), FailureClass.FIRST_CONTENT_TIMEOUT),
                row("429", PLAIN, status(429, "{}"), FailureClass.RATE_LIMITED),
                row("500", PLAIN, status(500, "{}"), FailureClass.SERVER_ERROR),
                row("503", PLAIN, status(503, "{}"), FailureClass.OVERLOADED),
                row("529", STREAM, status(529, "{}"), FailureClass.OVERLOADED),
                row("spent quota", PLAIN, status(429, error("insufficient_quota", "No")), FailureClass.NO_FUNDS),
                row(
                        "usage limit",
                        STREAM,
                        status(400, error("", "You have reached your specified API usage limits. You will")),
                        FailureClass.NO_FUNDS),
                row(
                        "bad key as 400",
                        PLAIN,
                        status(400, "[" + error("400", "API key not valid. Please") + "]"),
                        FailureClass.CREDENTIAL_REFUSED),
                row("spent in 200", PLAIN, json("{\"error\":{\"code\":402,\"message\":\"\"}}"), FailureClass.NO_FUNDS),
                row(
                        "overloaded in stream",
                        STREAM,
                        sse("data: {\"error\":{\"code\":503}}\n\n"),
                        FailureClass.OVERLOADED),
                row("redirect", PLAIN, status(302, "", "location", "/x"), FailureClass.REDIRECTED),
                row("error in 200", PLAIN, json("{\"error\":{\"code\":400}}"), FailureClass.ERROR_IN_ANSWER),
                row("garbage", PLAIN, json("<html>"), FailureClass.MALFORMED_ANSWER),
                row("half JSON", PLAIN, json("{\"choices\":[{}"), FailureClass.MALFORMED_ANSWER),
                row("another object", PLAIN, json("{\"ok\":true}"), FailureClass.MALFORMED_ANSWER),
                row("too large", PLAIN, json("[" + "1,".repeat(200_000) + "1]"), FailureClass.MALFORMED_ANSWER),
                row("HTML", PLAIN, FakeUpstream.html(), FailureClass.WRONG_CONTENT_TYPE),
                row("JSON for SSE", STREAM, json(COMPLETION), FailureClass.WRONG_CONTENT_TYPE),
                row("SSE for JSON", PLAIN, sse(content("a"), DONE), FailureClass.WRONG_CONTENT_TYPE),
                row("no answer", PLAIN, FakeUpstream.cut(), FailureClass.CONNECTION_CLOSED),
                row("JSON cut", PLAIN, FakeUpstream.jsonCut(), FailureClass.CUT_BEFORE_CONTENT),
                row("silence", PLAIN, FakeUpstream.silence(), FailureClass.FIRST_CONTENT_TIMEOUT),
                row("error event", STREAM, sse("data: {\"error\":{}}\n\n"), FailureClass.ERROR_IN_ANSWER),
                row("SSE garbage", STREAM, sse("data: <html>\n\n"), FailureClass.MALFORMED_ANSWER),
                row("empty stream", STREAM, sse(ROLE, DONE), FailureClass.CUT_BEFORE_CONTENT),
                row("early end", STREAM, sse(ROLE), FailureClass.CUT_BEFORE_CONTENT),
                row("SSE cut", STREAM, FakeUpstream.sseThenCut(ROLE), FailureClass.CUT_BEFORE_CONTENT),
                row(
                        "comments only",
                        STREAM,
                        FakeUpstream.sseThenSilence(": PROCESSING\n\n", ROLE),
                        FailureClass.FIRST_CONTENT_TIMEOUT));
    }

    private static String error(String code, String message) {
        return "{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"%s\"}}"
                .formatted(message, code);
    }

    private static Arguments row(String name, String request, Behaviour behaviour, FailureClass failure) {
        return argumentSet(name, request, behaviour, failure);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void goesOnToTheFallback(String request, Behaviour behaviour, FailureClass failure) {
        primary.will(behaviour);
        String answer = request.equals(STREAM) ? content("b") + DONE : COMPLETION;
        fallback.will(request.equals(STREAM) ? sse(answer) : json(answer));
        gateway.routes(server(1, primary.baseUrl()), server(2, fallback.baseUrl()));

        var reply = gateway.chat(request);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(answer);
        assertThat(reply.header("x-provider")).isEqualTo("ai_server/2");
        assertThat(reply.header("x-signalbox-attempts")).isEqualTo(attempts(failure));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void answersInOpenAisShapeWhenNoFallbackIsLeft(String request, Behaviour behaviour, FailureClass failure) {
        gateway.routes(server(1, primary.will(behaviour).baseUrl()));

        var reply = gateway.chat(request);

        assertThat(reply.status()).isEqualTo(failure.status());
        assertThat(reply.code()).isEqualTo(failure.code());
        assertThat(reply.error().path("message").asString()).startsWith("The provider ai_server/1 ");
        assertThat(reply.header("x-provider")).isEqualTo("ai_server/1");
        assertThat(reply.header("x-signalbox-attempts")).isEqualTo(attempts(failure));
    }

    /** Their libraries would after a 502, and the more so after a Retry-After. */
    @ParameterizedTest
    @CsvSource({"401,x,false", "402,x,false", "403,x,false", "429,insufficient_quota,false", "500,x,", "503,x,"})
    void clientsAreToldNotToAskAgainForWhatOnlyAnOperatorCanMend(int status, String code, @Nullable String told) {
        primary.will(status(status, error(code, "no"), "retry-after", "1"));
        gateway.routes(server(1, primary.baseUrl()));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.header("x-should-retry")).isEqualTo(told == null ? "" : told);
        assertThat(reply.header("retry-after")).isEqualTo(told == null ? "1" : "");
    }

    private static String attempts(FailureClass failure) {
        String one = "ai_server/1=" + failure.label();
        return failure.again() == Again.AT_ONCE ? one + ", " + one : one;
    }

    static Stream<Arguments> tooLarge() {
        return Stream.of(
                argumentSet("413", 413, error("x", "Too large")),
                argumentSet("context", 400, error("context_length_exceeded", "Too long")),
                argumentSet("vLLM", 400, error("400", "This model's maximum context length is 4096 tokens.")));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void looksForAProviderThatTakesMore(int status, String error) {
        primary.will(status(status, error));
        gateway.routes(server(1, primary.baseUrl()), server(2, fallback.baseUrl()));

        assertThat(gateway.chat(PLAIN).header("x-signalbox-attempts")).isEqualTo("ai_server/1=request_too_large");
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void handsOnWhatTheProviderSaysOfTheSizeWhenNobodyTakesIt(int status, String error) {
        gateway.routes(server(1, primary.will(status(status, error)).baseUrl()));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).isEqualTo(error);
    }

    @Test
    void goesOnWhenNobodyListensThere() {
        primary.close();
        gateway.routes(server(1, primary.baseUrl()), server(2, fallback.baseUrl()));

        assertThat(gateway.chat(PLAIN).header("x-signalbox-attempts")).isEqualTo("ai_server/1=connection_failed");
    }

    @Test
    void goesOnWhenTheNameLeadsNowhere() {
        gateway.routes(server(1, "http://nowhere.invalid"), server(2, fallback.baseUrl()));

        assertThat(gateway.chat(PLAIN).header("x-signalbox-attempts")).isEqualTo("ai_server/1=name_unknown");
    }

    @Test
    void goesOnWhenTheServerSpeaksNoTls() {
        String url = primary.baseUrl().replace("http:", "https:");
        gateway.routes(server(1, url), server(2, fallback.baseUrl()));

        assertThat(gateway.chat(PLAIN).header("x-signalbox-attempts")).isEqualTo("ai_server/1=tls_failed");
    }

    @Test
    void neverConnectsToAMetadataService() {
        gateway.routes(server(1, "http://169.254.169.254"), server(2, fallback.baseUrl()));

        assertThat(gateway.chat(PLAIN).header("x-signalbox-attempts")).isEqualTo("ai_server/1=address_refused");
    }

    @Test
    void tellsThePrimarysFailureWhenAllFail() {
        primary.will(status(429, "{}", "retry-after", "7"));
        fallback.will(status(500, "{}"));
        gateway.routes(server(1, primary.baseUrl()), server(2, fallback.baseUrl()));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("retry-after")).isEqualTo("7");
        assertThat(reply.header("x-signalbox-attempts"))
                .isEqualTo("ai_server/1=rate_limited, ai_server/2=server_error");
    }
}
