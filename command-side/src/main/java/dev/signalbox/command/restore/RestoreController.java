package dev.signalbox.command.restore;

import dev.signalbox.command.write.Rejection;
import dev.signalbox.command.write.RequestMetadata;
import dev.signalbox.command.write.Write;
import dev.signalbox.command.write.Write.Reply;
import dev.signalbox.command.write.Writes;
import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.events.signal.MetadataKeys;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Going back, by going on: a restore is made of new events. */
@RestController
@Tag(name = "History")
class RestoreController {

    private final Restore restore;
    private final Writes writes;
    private final ApplicationEventPublisher signals;
    private final Clock clock;

    RestoreController(Restore restore, Writes writes, ApplicationEventPublisher signals, Clock clock) {
        this.restore = restore;
        this.writes = writes;
        this.signals = signals;
        this.clock = clock;
    }

    @PostMapping("/api/v1/llm-config/history/restore")
    @Operation(
            summary = "Make one entity, one purpose or everything again what it was after a position",
            description = "With dry_run only the plan: the commands, and what can't be restored and why.")
    ResponseEntity<byte[]> restore(@Valid @RequestBody RestoreRequest request, HttpServletRequest http) {
        request.scope();
        Restore.Looked looked = restore.look(request);
        // from here it gets into the metadata of every event
        http.setAttribute(MetadataKeys.RESTORED_FROM, Long.toString(request.position()));
        AtomicReference<@Nullable Restored> done = new AtomicReference<>();
        var write = new Write(
                "RestoreConfiguration",
                request.purpose() != null ? "active_provider" : whole(request.entityType()),
                request.purpose() != null ? request.purpose() : request.entityId(),
                () -> {
                    done.set(restore.run(request, looked));
                    return Write.NEWEST;
                },
                Reply.ofResult(done::get));
        if (Boolean.TRUE.equals(request.dryRun())) {
            return tried(request, looked, write);
        }
        ResponseEntity<byte[]> answer = writes.answer(write);
        Restored restored = done.get();
        if (restored != null) {
            record(write, restored);
        }
        return answer;
    }

    private void record(Write write, Restored restored) {
        signals.publishEvent(new ActRecorded(
                clock.instant(),
                write.operation(),
                write.entityType(),
                write.entityId() == null ? null : write.entityId().toString(),
                "done",
                null,
                "to position " + restored.position() + ": "
                        + restored.commands().size() + " commands, "
                        + restored.notRestored().size() + " things not restored",
                RequestMetadata.current()));
    }

    private static String whole(@Nullable String entityType) {
        return entityType == null ? "configuration" : entityType;
    }

    private ResponseEntity<byte[]> tried(RestoreRequest request, Restore.Looked looked, Write write) {
        try {
            return writes.tried(write);
        } catch (Rejection refused) {
            return writes.shown(new Restored(
                    request.position(),
                    true,
                    looked.now().position(),
                    List.of(),
                    List.of(),
                    new Restored.Refused(refused.code(), refused.detail())));
        }
    }
}
