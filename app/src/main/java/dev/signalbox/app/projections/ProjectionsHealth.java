package dev.signalbox.app.projections;

import dev.signalbox.query.projection.ProjectionStates;
import dev.signalbox.query.projection.ProjectionStatus;
import dev.signalbox.query.projection.ProjectionStatus.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Degraded as soon as a view lacks an event, be it parked or in the way; a node without the role {@code query} has none. */
@Component("projectionsHealthIndicator")
class ProjectionsHealth implements HealthIndicator {

    private final ObjectProvider<ProjectionStates> projections;

    ProjectionsHealth(ObjectProvider<ProjectionStates> projections) {
        this.projections = projections;
    }

    @Override
    public Health health() {
        try {
            return health(projections.stream()
                    .flatMap(states -> states.all().stream())
                    .toList());
        } catch (DataAccessException e) {
            return Health.down(e).build();
        }
    }

    private static Health health(List<ProjectionStatus> all) {
        boolean whole = all.stream().allMatch(view -> view.parked() == 0 && view.state() != State.FAILED);
        Health.Builder health = whole ? Health.up() : Health.status("DEGRADED");
        all.forEach(view -> health.withDetail(view.name(), details(view)));
        return health.build();
    }

    private static Map<String, Object> details(ProjectionStatus view) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", view.state());
        details.put("position", view.position());
        details.put("lag", view.lag());
        details.put("parked", view.parked());
        if (view.error() != null) {
            details.put("error", view.error());
        }
        return details;
    }
}
