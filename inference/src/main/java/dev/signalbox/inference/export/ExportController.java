package dev.signalbox.inference.export;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.events.signal.MetadataKeys;
import dev.signalbox.inference.routing.Routing;
import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.secrets.SecretUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The active provider as configuration of LiteLLM or Wilmer. */
@RestController
public class ExportController {

    private final Routing routing;
    private final ExportWriter writer;
    private final ApplicationEventPublisher publisher;

    ExportController(Routing routing, ExportWriter writer, ApplicationEventPublisher publisher) {
        this.routing = routing;
        this.writer = writer;
        this.publisher = publisher;
    }

    /** Who may ask for {@code reveal=true} is decided by the application's security: the role router. */
    @GetMapping("/api/v1/llm-config/active/{purpose}/export")
    ResponseEntity<byte[]> export(
            @PathVariable("purpose") String purposeName,
            @RequestParam("format") String formatName,
            @RequestParam(name = "reveal", defaultValue = "false") boolean reveal,
            HttpServletRequest request) {
        Purpose purpose = Purpose.ofWireName(purposeName)
                .orElseThrow(() -> bad("purpose", purposeName, "chat, embeddings, reranking"));
        ExportFormat format =
                ExportFormat.ofWireName(formatName).orElseThrow(() -> bad("format", formatName, "litellm, wilmer"));
        Upstream upstream = active(purpose);
        byte[] body;
        try {
            body = writer.write(format, upstream, reveal);
        } catch (SecretUnavailableException e) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "The provider's API key can't be opened here");
        }
        if (reveal && upstream.route().secret() != null) {
            // before the answer: a read that can't be put on record does not happen
            publisher.publishEvent(read(upstream, request));
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .body(body);
    }

    private Upstream active(Purpose purpose) {
        return routing.current()
                .flatMap(snapshot -> snapshot.routesFor(purpose).stream().findFirst())
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "No active provider is set for " + purpose.wireName()));
    }

    private static ResponseStatusException bad(String what, String given, String valid) {
        return new ResponseStatusException(
                HttpStatus.BAD_REQUEST, "Unknown " + what + " '" + given + "': it is one of " + valid);
    }

    private static ActRecorded read(Upstream upstream, HttpServletRequest request) {
        return new ActRecorded(
                Instant.now(),
                "RevealSecret",
                upstream.isServer() ? "server" : "api_key",
                Long.toString(upstream.ref().id()),
                "done",
                null,
                "exported to a router",
                metadata(request));
    }

    private static Map<String, String> metadata(HttpServletRequest request) {
        Map<String, String> metadata = new HashMap<>();
        put(metadata, MetadataKeys.USER, request.getRemoteUser());
        // whoever gets here has shown a token: there is no other way in
        put(metadata, MetadataKeys.AUTHENTICATION, "token");
        put(metadata, MetadataKeys.CLIENT_ADDRESS, request.getRemoteAddr());
        put(metadata, MetadataKeys.USER_AGENT, request.getHeader("User-Agent"));
        // the application knows more about each request, its id among it
        MetadataKeys.ALL.forEach(key -> put(metadata, key, (String) request.getAttribute(key)));
        return metadata;
    }

    private static void put(Map<String, String> metadata, String key, @Nullable String value) {
        if (value != null) {
            metadata.put(key, value);
        }
    }
}
