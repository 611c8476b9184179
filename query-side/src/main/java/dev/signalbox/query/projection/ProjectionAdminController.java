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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
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
            description = "Readers see the old view until the new one is whole. 409 while one is running already.")
    ResponseEntity<ProjectionStatus> rebuild(@PathVariable("name") String name) {
        if (!rebuilds.start(known(name))) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "A rebuild of " + name + " is running already.");
        }
        return ResponseEntity.accepted().location(URI.create(PATH + "/" + name)).body(status(name));
    }

    private ProjectionStatus status(String name) {
        // the position first: the lag is never negative
        long position = positions.of(name);
        long head = positions.head();
        RebuildProgress rebuild = rebuilds.of(name);
        String failure = signals.failure(name);
        State state =
                rebuild != null && rebuild.isRunning() ? State.REBUILDING : failure != null ? State.FAILED : State.LIVE;
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
