package dev.signalbox.app.console;

import dev.signalbox.inference.gateway.GatewayServer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * One request of the console through this node's data plane, as any application's: same routing, failover and usage record. The
 * console's policy lets it talk to its own origin only, and its session is no token; so it goes through here.
 */
@RestController
@Tag(name = "Playground")
class PlaygroundController {

    private static final Map<String, String> PATHS =
            Map.of("chat", "/v1/chat/completions", "embeddings", "/v1/embeddings", "rerank", "/v1/rerank");
    private static final List<String> SHOWN =
            List.of("Content-Type", "X-Provider", "X-Config-Revision", "X-Signalbox-Attempts", "Retry-After");

    private final ObjectProvider<GatewayServer> gateway;
    private final PlaygroundTickets tickets;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    PlaygroundController(ObjectProvider<GatewayServer> gateway, PlaygroundTickets tickets) {
        this.gateway = gateway;
        this.tickets = tickets;
    }

    @PostMapping("/api/v1/admin/playground/{kind}")
    @Operation(
            summary = "Send a request to the data plane of this node: chat, embeddings or rerank",
            description = "Body and answer are those of the data plane, streams included; so are its errors.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(type = "object"))))
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(type = "object")))
    void send(
            @PathVariable("kind") String kind, Principal user, HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        String path = PATHS.get(kind);
        if (path == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There are chat, embeddings and rerank.");
        }
        HttpResponse<InputStream> answer = client.send(forwarded(path, user, request), BodyHandlers.ofInputStream());
        response.setStatus(answer.statusCode());
        for (String name : SHOWN) {
            answer.headers().firstValue(name).ifPresent(value -> response.setHeader(name, value));
        }
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        try (InputStream in = answer.body()) {
            copy(in, response.getOutputStream());
        }
    }

    private HttpRequest forwarded(String path, Principal user, HttpServletRequest request) throws IOException {
        GatewayServer server = gateway.getIfAvailable();
        if (server == null) {
            throw new ResponseStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, "This node has no data plane. Use the console of one that has.");
        }
        URI dataPlane = server.local();
        if (!dataPlane.getScheme().equals("http")) {
            throw new ResponseStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, "The playground can't be used while the data plane serves HTTPS.");
        }
        return HttpRequest.newBuilder(dataPlane.resolve(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + tickets.issue(user.getName()))
                .POST(BodyPublishers.ofByteArray(request.getInputStream().readAllBytes()))
                .build();
    }

    /** Each piece at once, as it comes; a client that has gone ends it, and so the request to the provider. */
    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
        }
    }
}
