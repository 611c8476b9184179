package dev.signalbox.app.cli;

import dev.signalbox.app.cli.Check.Result;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The smallest requests that applications could send. */
final class DataPlane {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String MESSAGES =
            "\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}],\"max_tokens\":8";

    private final String url;
    private final @Nullable String token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    DataPlane(String url, @Nullable String token) {
        this.url = url.replaceFirst("/+$", "");
        this.token = token;
    }

    Result chat() {
        return answered(
                "/v1/chat/completions",
                "{" + MESSAGES + "}",
                body -> body.path("choices").isArray());
    }

    Result embeddings() {
        return answered(
                "/v1/embeddings",
                "{\"input\":\"hello\"}",
                body -> body.path("data").isArray());
    }

    Result reranking() {
        String body = "{\"query\":\"hello\",\"documents\":[\"hello\",\"good-bye\"]}";
        return answered("/v1/rerank", body, answer -> answer.path("results").isArray());
    }

    Result streamed() {
        HttpResponse<String> answer = send("/v1/chat/completions", "{\"stream\":true," + MESSAGES + "}");
        if (answer.statusCode() != 200) {
            return refused(answer);
        }
        long chunks =
                answer.body().lines().filter(line -> line.startsWith("data: {")).count();
        if (chunks == 0) {
            return Result.failed("the stream has no content");
        }
        return answer.body().contains("data: [DONE]")
                ? Result.passed(chunks + " chunks from " + provider(answer))
                : Result.failed("the stream ends without [DONE] after " + chunks + " chunks");
    }

    private interface Shape {
        boolean fits(JsonNode body);
    }

    private Result answered(String path, String body, Shape shape) {
        HttpResponse<String> answer = send(path, body);
        if (answer.statusCode() != 200) {
            return refused(answer);
        }
        return shape.fits(parsed(answer.body()))
                ? Result.passed("answered by " + provider(answer))
                : Result.failed("the answer is not as " + path + " answers");
    }

    private static Result refused(HttpResponse<String> answer) {
        JsonNode error = parsed(answer.body()).path("error");
        return Result.failed(
                "status " + answer.statusCode() + ": " + error.path("message").asString("no message"));
    }

    private static String provider(HttpResponse<String> answer) {
        return answer.headers().firstValue("X-Provider").orElse("an unnamed provider");
    }

    private HttpResponse<String> send(String path, String body) {
        try {
            var request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(Duration.ofMinutes(2))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body));
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new Failure("nothing listens at " + url + ". Say where the data plane is: --data-url");
        } catch (IOException e) {
            throw new Failure("no answer from " + url + " (" + e.getClass().getSimpleName() + ")");
        } catch (IllegalArgumentException e) {
            throw new Failure("--data-url " + url + " or the token can't be used");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }
}
