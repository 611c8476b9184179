package dev.signalbox.query.server;

import dev.signalbox.query.projection.ReadsView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
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

    ServerQueryController(Servers servers) {
        this.servers = servers;
    }

    @GetMapping
    @Operation(summary = "All servers, newest first")
    List<ServerView> all(@RequestParam(name = "enabled_only", defaultValue = "false") boolean enabledOnly) {
        return servers.newestFirst(enabledOnly);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One server; the ETag is its version")
    ResponseEntity<ServerView> one(@PathVariable("id") long id) {
        ServerView server = servers.findById(id)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no server with the id " + id + "."));
        return ResponseEntity.ok().eTag("" + server.version()).body(server);
    }
}
