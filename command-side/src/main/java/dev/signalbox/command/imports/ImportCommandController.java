package dev.signalbox.command.imports;

import dev.signalbox.command.write.Write;
import dev.signalbox.command.write.Writes;
import dev.signalbox.secrets.Secret;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Moving in. */
@RestController
@Tag(name = "Moving in")
class ImportCommandController {

    private final OpsCenterImport opsCenter;
    private final Writes writes;

    ImportCommandController(OpsCenterImport opsCenter, Writes writes) {
        this.opsCenter = opsCenter;
        this.writes = writes;
    }

    @PostMapping("/api/v1/admin/import/ops-center")
    @Operation(
            summary = "Import the tables of an Ops-Center, in one transaction",
            description = "What signalbox import ops-center sends. With dry_run only what would become of every row.")
    ResponseEntity<byte[]> opsCenter(@Valid @RequestBody OpsCenterRequest request) {
        var done = new AtomicReference<@Nullable ImportReport>();
        var write = new Write(
                "ImportOpsCenter",
                "configuration",
                null,
                () -> {
                    done.set(opsCenter.run(request));
                    return Write.NEWEST;
                },
                Write.Reply.ofResult(done::get));
        try {
            return Boolean.TRUE.equals(request.dryRun()) ? writes.tried(write) : writes.answer(write);
        } finally {
            request.secrets().forEach(Secret::close);
        }
    }
}
