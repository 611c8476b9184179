package dev.signalbox.app.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Answers what it was told to, in turn; the last answer of a path stays. */
final class FakeControlPlane implements AutoCloseable {

    final List<String> asked = new ArrayList<>();
    final List<String> tokens = new ArrayList<>();
    final List<String> bodies = new ArrayList<>();
    final List<String> ifMatch = new ArrayList<>();
    private final Map<String, Queue<Answer>> answers = new HashMap<>();
    private final HttpServer server;

    private record Answer(int status, String body) {}

    FakeControlPlane() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    FakeControlPlane will(String request, int status, String body) {
        answers.computeIfAbsent(request, key -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        asked.add(request);
        tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        ifMatch.add(String.valueOf(exchange.getRequestHeaders().getFirst("If-Match")));
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Queue<Answer> prepared = answers.getOrDefault(request, new ArrayDeque<>(List.of(new Answer(404, ""))));
        Answer answer = prepared.size() > 1 ? prepared.remove() : prepared.element();
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
