package dev.signalbox.query.live;

import dev.signalbox.query.live.Followers.Follower;
import dev.signalbox.query.projection.RunningRebuilds;
import dev.signalbox.query.projection.ViewPositions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** One stream for a whole console; on the request's own thread, as the tail of the audit log. */
@RestController
@Tag(name = "Live")
class LiveController {

    private final LiveSignals signals;
    private final ServerHealthMarks healths;
    private final ViewPositions positions;
    private final RunningRebuilds rebuilds;
    private final JsonMapper json;

    LiveController(
            LiveSignals signals,
            ServerHealthMarks healths,
            ViewPositions positions,
            RunningRebuilds rebuilds,
            JsonMapper json) {
        this.signals = signals;
        this.healths = healths;
        this.positions = positions;
        this.rebuilds = rebuilds;
        this.json = json;
    }

    @GetMapping(path = "/api/v1/admin/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "That something has changed, as server-sent events",
            description =
                    "position: the views of this node have applied the events up to it; it is the event's id, and who"
                            + " comes back with it as Last-Event-ID is told at once when it is another now. health: a server's state has"
                            + " changed. rebuild: how far the running ones are. heartbeat: every 5 s. The stream ends after some"
                            + " minutes: come back then. It ends at once when the token or session that opened it is no longer"
                            + " accepted.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string")))
    void live(
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws InterruptedException {
        try (Follower follower = signals.follow(Admission.of(request))) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            // a proxy that collects answers would collect this one for ever
            response.setHeader("X-Accel-Buffering", "no");
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            new LiveStream(healths, positions, rebuilds, json, lastEventId).run(follower, response.getOutputStream());
        } catch (IOException e) {
            // the client has gone, as all of them do in the end
        }
    }
}
