package dev.signalbox.query.projection;

import dev.signalbox.query.projection.DeadLetters.Retried;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping(ProjectionAdminController.PATH + "/{name}/dead-letters")
@Tag(name = "Projections")
class DeadLetterAdminController {

    private static final int MOST = 1000;
    /** The view that must not lack an event. */
    private static final String AUDIT = "audit";

    /** @param total how many there are, shown or not */
    record DeadLetterPage(long total, List<DeadLetter> letters) {}

    private final DeadLetters letters;
    private final ParkedQueues queues;
    private final ProjectionStates projections;

    DeadLetterAdminController(DeadLetters letters, ParkedQueues queues, ProjectionStates projections) {
        this.letters = letters;
        this.queues = queues;
        this.projections = projections;
    }

    @GetMapping
    @Operation(
            summary = "Events that the view could not apply, and those of the same aggregate behind them",
            description = "In the order in which they were parked, at most limit (1000).")
    DeadLetterPage all(
            @PathVariable("name") String name, @RequestParam(name = "limit", defaultValue = "100") int limit) {
        String known = projections.known(name).name();
        if (limit < 1 || limit > MOST) {
            throw new WrongParameter("limit", "must be from 1 to " + MOST);
        }
        return new DeadLetterPage(queues.of(known).size(), letters.of(known, limit));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One of them, with the event")
    DeadLetter one(@PathVariable("name") String name, @PathVariable("id") String id) {
        return found(projections.known(name).name(), id);
    }

    @PostMapping("/{id}/retry")
    @Operation(
            summary = "Applies the event, and those of its aggregate behind it, until one fails",
            description = "409 when it fails again or is not its aggregate's first.")
    Retried retry(@PathVariable("name") String name, @PathVariable("id") String id) {
        Projection projection = projections.known(name);
        DeadLetter letter = found(name, id);
        String first = letters.first(name, letter.aggregate());
        if (!first.equals(id)) {
            throw conflict(
                    "Of " + letter.aggregate() + " an earlier event is parked, which must go first: " + first + ".");
        }
        Retried retried = letters.retry(projection, letter.aggregate());
        if (retried.applied() == 0 && retried.error() != null) {
            throw conflict("It can't be applied yet: " + retried.error());
        }
        return retried;
    }

    @PostMapping("/retry")
    @Operation(summary = "Applies all that are parked, of each aggregate until one fails")
    Retried retryAll(@PathVariable("name") String name) {
        Projection projection = projections.known(name);
        long applied = 0;
        String error = null;
        for (String aggregate : letters.aggregates(name)) {
            Retried retried = letters.retry(projection, aggregate);
            applied += retried.applied();
            error = error == null ? retried.error() : error;
        }
        return new Retried(applied, queues.of(name).size(), error);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Lets it go: the view stays without this event until it is rebuilt",
            description = "409 for the audit log, which must not lack an event.")
    void discard(@PathVariable("name") String name, @PathVariable("id") String id) {
        String known = projections.known(name).name();
        if (known.equals(AUDIT)) {
            throw conflict(
                    "The audit log must not lack an event: what is parked for the view audit can't be discarded.");
        }
        if (!letters.discard(known, id)) {
            throw none(known, id);
        }
    }

    private DeadLetter found(String name, String id) {
        return letters.find(name, id).orElseThrow(() -> none(name, id));
    }

    private static ResponseStatusException none(String name, String id) {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND, "No event is parked for " + name + " under the id " + id + ".");
    }

    private static ResponseStatusException conflict(String detail) {
        return new ResponseStatusException(HttpStatus.CONFLICT, detail);
    }
}
