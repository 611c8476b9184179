package dev.signalbox.query.projection;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
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

    private final ProjectionStates projections;
    private final Rebuilds rebuilds;

    ProjectionAdminController(ProjectionStates projections, Rebuilds rebuilds) {
        this.projections = projections;
        this.rebuilds = rebuilds;
    }

    @GetMapping
    @Operation(summary = "All projections: how far they are, and their last rebuilds")
    List<ProjectionStatus> all() {
        return projections.all();
    }

    @GetMapping("/{name}")
    @Operation(summary = "One projection")
    ProjectionStatus one(@PathVariable("name") String name) {
        return projections.one(projections.known(name));
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
        if (!start(projections.known(name), compare)) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT, "A rebuild of " + name + " is running already, on this node or another.");
        }
        return ResponseEntity.accepted()
                .location(URI.create(PATH + "/" + name))
                .body(projections.one(projections.known(name)));
    }

    @PostMapping("/rebuild")
    @Operation(
            summary = "Makes all views anew, or compares all",
            description = "Those that are being rebuilt already go on with that.")
    ResponseEntity<List<ProjectionStatus>> rebuildAll(
            @RequestParam(name = "compare", defaultValue = "false") boolean compare) {
        projections.projections().forEach(projection -> start(projection, compare));
        return ResponseEntity.accepted().location(URI.create(PATH)).body(all());
    }

    @DeleteMapping("/{name}/rebuild")
    @Operation(summary = "Cancels the rebuild or comparison that runs, on whatever node; the view stays as it is")
    ResponseEntity<ProjectionStatus> cancel(@PathVariable("name") String name) {
        if (!rebuilds.cancel(projections.known(name).name())) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "No rebuild of " + name + " is running.");
        }
        return ResponseEntity.accepted()
                .location(URI.create(PATH + "/" + name))
                .body(projections.one(projections.known(name)));
    }

    private boolean start(Projection projection, boolean compare) {
        return compare ? rebuilds.compare(projection) : rebuilds.start(projection);
    }
}
