package dev.signalbox.query.server;

import dev.signalbox.events.server.ServerId;
import dev.signalbox.query.projection.PastEvents;
import dev.signalbox.query.projection.ReadsView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/api/v1/llm-config/servers")
@ReadsView("servers")
@Tag(name = "AI servers")
class ServerQueryController {

    private final Servers servers;
    private final PastServers past;
    private final PastEvents events;

    ServerQueryController(Servers servers, PastServers past, PastEvents events) {
        this.servers = servers;
        this.past = past;
        this.events = events;
    }

    @GetMapping
    @Operation(
            summary = "All servers, newest first",
            description = "as_of: as they were at that position or RFC 3339 time")
    ResponseEntity<List<ServerView>> all(
            @RequestParam(name = "enabled_only", defaultValue = "false") boolean enabledOnly,
            @RequestParam(name = "as_of", required = false) @Nullable String asOf) {
        if (asOf == null) {
            return ResponseEntity.ok(servers.newestFirst(enabledOnly));
        }
        long position = events.position("as_of", asOf);
        return ResponseEntity.ok()
                .header(PastEvents.REVISION, "" + position)
                .body(past.newestFirst(position, enabledOnly));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One server; the ETag is its version")
    ResponseEntity<ServerView> one(
            @PathVariable("id") long id, @RequestParam(name = "as_of", required = false) @Nullable String asOf) {
        if (asOf == null) {
            return answer(id, servers.findById(id), ResponseEntity.ok());
        }
        long position = events.position("as_of", asOf);
        var answer = ResponseEntity.ok().header(PastEvents.REVISION, "" + position);
        return answer(id, past.find(new ServerId(id), position), answer);
    }

    private static ResponseEntity<ServerView> answer(
            long id, Optional<ServerView> found, ResponseEntity.BodyBuilder answer) {
        ServerView server = found.orElseThrow(
                () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no server with the id " + id + "."));
        return answer.eTag("" + server.version()).body(server);
    }
}
