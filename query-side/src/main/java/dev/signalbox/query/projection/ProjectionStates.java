package dev.signalbox.query.projection;

import dev.signalbox.query.projection.ProjectionStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Where all projections are, whatever node processes them. */
@Component
public class ProjectionStates {

    private final Map<String, Projection> projections = new TreeMap<>();
    private final StoredPositions positions;
    private final Rebuilds rebuilds;
    private final ParkedQueues parked;
    private final BatchSignals signals;

    ProjectionStates(
            List<Projection> projections,
            StoredPositions positions,
            Rebuilds rebuilds,
            ParkedQueues parked,
            BatchSignals signals) {
        projections.forEach(projection -> this.projections.put(projection.name(), projection));
        this.positions = positions;
        this.rebuilds = rebuilds;
        this.parked = parked;
        this.signals = signals;
    }

    public List<String> names() {
        return List.copyOf(projections.keySet());
    }

    /** Asks the database. */
    public List<ProjectionStatus> all() {
        return of(projections.keySet());
    }

    ProjectionStatus one(Projection projection) {
        return of(List.of(projection.name())).getFirst();
    }

    Iterable<Projection> projections() {
        return projections.values();
    }

    Projection known(String name) {
        Projection projection = projections.get(name);
        if (projection == null) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "There is no projection " + name + "; there are " + String.join(", ", projections.keySet()) + ".");
        }
        return projection;
    }

    private List<ProjectionStatus> of(Iterable<String> names) {
        // the positions first: the lag is never negative
        Map<String, Long> applied = positions.all();
        long head = positions.head();
        Map<String, Long> sizes = parked.sizes();
        Map<String, RebuildProgress.Snapshot> last = rebuilds.last();
        List<ProjectionStatus> all = new ArrayList<>();
        names.forEach(name -> all.add(
                status(name, applied.getOrDefault(name, 0L), head, sizes.getOrDefault(name, 0L), last.get(name))));
        return all;
    }

    private ProjectionStatus status(
            String name, long position, long head, long letters, RebuildProgress.@Nullable Snapshot rebuild) {
        String failure = signals.failure(name);
        State state = rebuilds.isRunning(name) ? State.REBUILDING : failure != null ? State.FAILED : State.LIVE;
        return new ProjectionStatus(name, position, head, head - position, letters, state, failure, rebuild);
    }
}
