package dev.signalbox.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API of a running node. What it refuses becomes a {@link Failure} with the node's own words. */
public final class ControlPlane {

    private static final JsonMapper JSON = new JsonMapper();

    private final String url;
    private final @Nullable String token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    ControlPlane(String url, @Nullable String token) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.token = token;
    }

    /** @param path from {@code /api} on */
    public JsonNode get(String path) {
        return send("GET", path, null);
    }

    public JsonNode post(String path, @Nullable String json) {
        return send("POST", path, json);
    }

    public JsonNode put(String path, String json) {
        return send("PUT", path, json);
    }

    public JsonNode delete(String path) {
        return send("DELETE", path, null);
    }

    private JsonNode send(String method, String path, @Nullable String json) {
        return parsed(answer(method, path, json, Map.of()).body());
    }

    /** The whole answer, for who needs its headers, or what is no JSON. */
    HttpResponse<String> answer(String method, String path, @Nullable String json, Map<String, String> headers) {
        HttpRequest request = request(method, path, json, headers);
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw refused(response.statusCode(), parsed(response.body()));
            }
            return response;
        } catch (ConnectException e) {
            throw nobody();
        } catch (IOException e) {
            throw new Failure("No answer from " + url + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.");
        }
    }

    /** For what may be larger than memory; the answer's body goes on as it comes. */
    void copy(String method, String path, OutputStream to) {
        HttpRequest request = request(method, path, null, Map.of());
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() / 100 != 2) {
                    throw refused(
                            response.statusCode(), parsed(new String(body.readAllBytes(), StandardCharsets.UTF_8)));
                }
                body.transferTo(to);
                to.flush();
            }
        } catch (ConnectException e) {
            throw nobody();
        } catch (IOException e) {
            throw new Failure("No answer from " + url + ", or it broke off: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.");
        }
    }

    private Failure nobody() {
        return new Failure("No Signalbox answers at " + url + ". Start one with ./signalbox, or say where it is with"
                + " --url or SIGNALBOX_URL.");
    }

    private HttpRequest request(String method, String path, @Nullable String json, Map<String, String> headers) {
        try {
            var request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(Duration.ofSeconds(60))
                    .header("Accept", "application/json, application/yaml;q=0.9, */*;q=0.1")
                    .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
            headers.forEach(request::header);
            if (json != null) {
                request.header("Content-Type", "application/json");
            }
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            return request.build();
        } catch (IllegalArgumentException e) {
            // its message may quote the header's value
            throw new Failure("The URL " + url + " or the token can't be used: check --url and SIGNALBOX_TOKEN.");
        }
    }

    private Failure refused(int status, JsonNode problem) {
        String detail = problem.path("detail").asString("");
        String text = detail.isEmpty() ? url + " answers with status " + status + "." : detail;
        if (status == 401) {
            text += token == null
                    ? " There is no token here: set SIGNALBOX_TOKEN, or SIGNALBOX_HOME to the node's home."
                    : " Check SIGNALBOX_TOKEN, SIGNALBOX_ADMIN_TOKEN or the file admin-token in SIGNALBOX_HOME.";
        }
        return new Failure(text, status);
    }

    static JsonNode parsed(String text) {
        try {
            return text.isEmpty() ? JSON.missingNode() : JSON.readTree(text);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }
}
