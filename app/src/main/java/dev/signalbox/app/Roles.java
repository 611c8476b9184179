package dev.signalbox.app;

import dev.signalbox.command.CommandSide;
import dev.signalbox.command.eventstore.EventStoreConfiguration;
import dev.signalbox.inference.Inference;
import dev.signalbox.query.ControlPlaneReads;
import dev.signalbox.query.QueryReads;
import dev.signalbox.query.QuerySide;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Turns {@code signalbox.roles} into the modules that this node runs. */
public class Roles implements ImportSelector {

    private static final Map<String, Class<?>> MODULES = Map.of(
            "command", CommandSide.class,
            "query", QuerySide.class,
            "inference", Inference.class);

    private final Environment environment;

    Roles(Environment environment) {
        this.environment = environment;
    }

    @Override
    public String[] selectImports(AnnotationMetadata importing) {
        List<String> roles = of(environment);
        List<String> modules = new ArrayList<>(List.of(QueryReads.class.getName()));
        for (String role : roles) {
            Class<?> module = MODULES.get(role);
            if (module == null) {
                throw new StartupRefusal("Unknown role '" + role + "' in signalbox.roles (SIGNALBOX_ROLES); "
                        + "known are command, query and inference.");
            }
            modules.add(module.getName());
        }
        if (isControlPlane(environment)) {
            modules.addAll(List.of(
                    EventStoreConfiguration.class.getName(),
                    ControlPlaneReads.class.getName(),
                    StartupChecks.class.getName()));
        }
        return modules.toArray(String[]::new);
    }

    /** A node that does inference only has neither JPA nor an event store. */
    public static boolean isControlPlane(Environment environment) {
        return !of(environment).equals(List.of("inference"));
    }

    /** Only such a node owns a view's processor. */
    public static boolean keepsViews(Environment environment) {
        return of(environment).contains("query");
    }

    static List<String> of(Environment environment) {
        return Binder.get(environment)
                .bind("signalbox.roles", String[].class)
                .map(List::of)
                .orElse(List.of("command", "query", "inference"));
    }
}
