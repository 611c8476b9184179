package dev.signalbox.query.audit;

import dev.signalbox.query.live.Admission;
import dev.signalbox.query.live.Followers.Follower;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
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
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The live tail, on the request's own thread: threads are cheap here, and there is no second dispatch to guard. */
@RestController
@Tag(name = "Audit")
class AuditStreamController {

    private static final String LAST = "Last-Event-ID";

    private final AuditEntries entries;
    private final AuditTail tail;
    private final JsonMapper json;
    private final AuditProperties properties;

    AuditStreamController(AuditEntries entries, AuditTail tail, JsonMapper json, AuditProperties properties) {
        this.entries = entries;
        this.tail = tail;
        this.json = json;
        this.properties = properties;
    }

    @GetMapping(path = AuditQueryController.PATH + "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "New entries as they come, as server-sent events",
            description =
                    "From the entry after Last-Event-ID on, or from now on. 0-0 is the beginning. The stream ends when the"
                            + " token or session that opened it is no longer accepted.")
    @ApiResponse(
            responseCode = "200",
            description = "Events named audit, whose data is an entry; a comment when nothing comes",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = AuditEntry.class)))
    @AuditParameters
    @Parameter(name = "last_event_id", in = ParameterIn.QUERY, description = "For who can't set the header")
    void stream(
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all,
            @RequestHeader(name = LAST, required = false) @Nullable String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws InterruptedException {
        Parameters parameters = AuditQueryController.unpaged(all);
        AuditFilter filter = new AuditFilter(parameters);
        AuditFormat format = AuditQueryController.format(parameters);
        TailMark from = from(parameters, lastEventId);
        try (Follower follower = tail.follow(Admission.of(request))) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            // a proxy that collects answers would collect this one for ever
            response.setHeader("X-Accel-Buffering", "no");
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            new AuditStream(entries, filter, from, entry -> json.writeValueAsString(format.render(entry)))
                    .run(follower, response, properties.heartbeat());
        } catch (IOException e) {
            // the client has gone, as all of them do in the end
        }
    }

    private TailMark from(Parameters parameters, @Nullable String header) {
        TailMark asked = header == null
                ? parameters.one("last_event_id", TailMark::parse)
                : Parameters.parse(LAST, header, TailMark::parse);
        TailMark end = entries.end();
        if (asked != null && asked.isAheadOf(end)) {
            throw Parameters.malformed(
                    header == null ? "last_event_id" : LAST, "the log ends at " + end + " already", null);
        }
        return asked == null ? end : asked;
    }
}
