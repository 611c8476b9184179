package dev.signalbox.app.contract;

import dev.signalbox.app.TestNode;
import dev.signalbox.inference.gateway.DataPlaneEndpoints;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** All that answers on both ports of a running node, and what each role gets there. */
final class AccessTable {

    /** @param statuses of the answers, by the columns' names */
    record Line(Port port, String method, String path, Map<String, Integer> statuses) {

        /** Who may. */
        Set<String> allowed() {
            Set<String> allowed = new TreeSet<>();
            statuses.forEach((who, status) -> {
                if (status != 401 && status != 403) {
                    allowed.add(who);
                }
            });
            return allowed;
        }
    }

    enum Port {
        CONTROL,
        DATA
    }

    private record Endpoint(Port port, String method, String path) {}

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final TestNode node;
    private final Map<String, @Nullable String> tokens;

    /** @param tokens by the columns' names; null for no token at all */
    AccessTable(TestNode node, Map<String, @Nullable String> tokens) {
        this.node = node;
        this.tokens = new LinkedHashMap<>(tokens);
    }

    List<Line> lines() {
        return endpoints().stream()
                .map(endpoint -> new Line(endpoint.port(), endpoint.method(), endpoint.path(), answers(endpoint)))
                .toList();
    }

    private Map<String, Integer> answers(Endpoint endpoint) {
        Map<String, Integer> answers = new LinkedHashMap<>();
        tokens.forEach((who, token) -> answers.put(who, status(endpoint, token)));
        return answers;
    }

    List<Integer> statuses(@Nullable String token) {
        return endpoints().stream().map(endpoint -> status(endpoint, token)).toList();
    }

    private List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        node.beans(RequestMappingInfoHandlerMapping.class).stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(AccessTable::mapped)
                .forEach(all::add);
        node.beans(SimpleUrlHandlerMapping.class).stream()
                .flatMap(mapping -> mapping.getUrlMap().keySet().stream())
                .forEach(path -> all.add(new Endpoint(Port.CONTROL, "GET", path)));
        node.beans(RouterFunctionMapping.class)
                .forEach(mapping ->
                        Pages.of(mapping).forEach(path -> all.add(new Endpoint(Port.CONTROL, "GET", path))));
        DataPlaneEndpoints.all().forEach((path, method) -> all.add(new Endpoint(Port.DATA, method, path)));
        return all.stream()
                .distinct()
                .sorted(Comparator.comparing(Endpoint::port)
                        .thenComparing(Endpoint::path)
                        .thenComparing(Endpoint::method))
                .toList();
    }

    private static Stream<Endpoint> mapped(RequestMappingInfo info) {
        var methods = info.getMethodsCondition().getMethods();
        return info.getPatternValues().stream()
                .flatMap(path -> (methods.isEmpty() ? List.of(RequestMethod.GET, RequestMethod.POST) : methods)
                        .stream().map(method -> new Endpoint(Port.CONTROL, method.name(), path)));
    }

    private int status(Endpoint endpoint, @Nullable String token) {
        int port = endpoint.port() == Port.CONTROL ? node.controlPort() : node.dataPort();
        // of nothing that is there: whoever may delete a token must not delete the one it comes with
        String path = endpoint.path()
                .replaceAll("\\{.*?}", "999999999")
                .replace("**", "x")
                .replace("*", "x");
        boolean body = Set.of("POST", "PUT", "PATCH").contains(endpoint.method());
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .method(endpoint.method(), body ? BodyPublishers.ofString("{\"x\":") : BodyPublishers.noBody());
        if (body) {
            // no JSON: whoever is let in is refused for that, and nothing happens
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            // a stream is not read: who gets an answer at all has come in
            HttpResponse<InputStream> response = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
            response.body().close();
            return response.statusCode();
        } catch (HttpTimeoutException e) {
            return 200;
        } catch (IOException e) {
            throw new IllegalStateException(endpoint.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
