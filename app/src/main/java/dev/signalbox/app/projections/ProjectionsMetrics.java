package dev.signalbox.app.projections;

import dev.signalbox.query.projection.ProjectionStates;
import dev.signalbox.query.projection.ProjectionStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Position, lag and parked events of every view, as gauges with the tag {@code projection}. */
@Component
class ProjectionsMetrics implements MeterBinder {

    /** Gauges are read one by one; one look at the database serves them all. */
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private record Look(long at, List<ProjectionStatus> all) {}

    private final ObjectProvider<ProjectionStates> projections;
    private volatile @Nullable Look last;

    ProjectionsMetrics(ObjectProvider<ProjectionStates> projections) {
        this.projections = projections;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        projections.ifAvailable(states -> states.names().forEach(name -> {
            gauge(
                    registry,
                    states,
                    name,
                    "position",
                    "The last event that the view has applied",
                    ProjectionStatus::position);
            gauge(registry, states, name, "lag", "How many events the view is behind", ProjectionStatus::lag);
            gauge(registry, states, name, "parked", "Events that the view could not apply", ProjectionStatus::parked);
        }));
    }

    private void gauge(
            MeterRegistry registry,
            ProjectionStates states,
            String name,
            String what,
            String description,
            ToDoubleFunction<ProjectionStatus> value) {
        Gauge.builder("signalbox.projection." + what, () -> read(states, name, value))
                .description(description)
                .tag("projection", name)
                .register(registry);
    }

    private double read(ProjectionStates states, String name, ToDoubleFunction<ProjectionStatus> value) {
        try {
            return look(states).stream()
                    .filter(view -> view.name().equals(name))
                    .mapToDouble(value)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (DataAccessException e) {
            return Double.NaN;
        }
    }

    private List<ProjectionStatus> look(ProjectionStates states) {
        Look known = last;
        if (known == null || System.nanoTime() - known.at() > FRESH_NANOS) {
            known = new Look(System.nanoTime(), states.all());
            last = known;
        }
        return known.all();
    }
}
