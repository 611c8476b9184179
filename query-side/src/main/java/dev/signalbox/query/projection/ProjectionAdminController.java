package dev.signalbox.query.projection;

import dev.signalbox.query.projection.ProjectionStatus.State;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping(ProjectionAdminController.PATH)
@Tag(name = "Projections")
class ProjectionAdminController {

    static final String PATH = "/api/v1/admin/projections";

    private final Map<String, Projection> projections = new TreeMap<>();
    private final StoredPositions positions;
    private final Rebuilds rebuilds;
    private final BatchSignals signals;

    ProjectionAdminController(
            List<Projection> projections, StoredPositions positions, Rebuilds rebuilds, BatchSignals signals) {
        projections.forEach(projection -> this.projections.put(projection.name(), projection));
        this.positions = positions;
        this.rebuilds = rebuilds;
        this.signals = signals;
    }

    @GetMapping
    @Operation(summary = "All projections: how far they are, and their last rebuilds on this node")
    List<ProjectionStatus> all() {
        return projections.keySet().stream().map(this::status).toList();
    }

    @GetMapping("/{name}")
    @Operation(summary = "One projection")
    ProjectionStatus one(@PathVariable("name") String name) {
        return status(known(name).name());
    }

    @PostMapping("/{name}/rebuild")
    @Operation(
            summary = "Makes the view anew from all events",
            description =
                    "Readers see the old view until the new one is whole. 409 while one is running already."
                            + " With compare=true nothing is changed: it is made beside, and the rows that differ are reported.")
    ResponseEntity<ProjectionStatus> rebuild(
            @PathVariable("name") String name,
            @RequestParam(name = "compare", defaultValue = "false") boolean compare) {
        if (!start(known(name), compare)) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT, "A rebuild of " + name + " is running already, on this node or another.");
        }
        return ResponseEntity.accepted().location(URI.create(PATH + "/" + name)).body(status(name));
    }

    @PostMapping("/rebuild")
    @Operation(
            summary = "Makes all views anew, or compares all",
            description = "Those that are being rebuilt already go on with that.")
    ResponseEntity<List<ProjectionStatus>> rebuildAll(
            @RequestParam(name = "compare", defaultValue = "false") boolean compare) {
        projections.values().forEach(projection -> start(projection, compare));
        return ResponseEntity.accepted().location(URI.create(PATH)).body(all());
    }

    @DeleteMapping("/{name}/rebuild")
    @Operation(summary = "Cancels the rebuild or comparison that runs on this node; the view stays as it is")
    ResponseEntity<ProjectionStatus> cancel(@PathVariable("name") String name) {
        if (!rebuilds.cancel(known(name).name())) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT,
                    rebuilds.isRunning(name)
                            ? "Another node is rebuilding " + name + ". Cancel it there."
                            : "No rebuild of " + name + " is running.");
        }
        return ResponseEntity.accepted().location(URI.create(PATH + "/" + name)).body(status(name));
    }

    private boolean start(Projection projection, boolean compare) {
        return compare ? rebuilds.compare(projection) : rebuilds.start(projection);
    }

    private ProjectionStatus status(String name) {
        // the position first: the lag is never negative
        long position = positions.of(name);
        long head = positions.head();
        RebuildProgress rebuild = rebuilds.of(name);
        String failure = signals.failure(name);
        State state = rebuilds.isRunning(name) ? State.REBUILDING : failure != null ? State.FAILED : State.LIVE;
        return new ProjectionStatus(
                name, position, head, head - position, state, failure, rebuild == null ? null : rebuild.snapshot());
    }

    private Projection known(String name) {
        Projection projection = projections.get(name);
        if (projection == null) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "There is no projection " + name + "; there are " + String.join(", ", projections.keySet()) + ".");
        }
        return projection;
    }
}
