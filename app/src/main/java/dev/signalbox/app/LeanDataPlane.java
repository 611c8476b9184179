package dev.signalbox.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves out what a node that does inference only has no use for: JPA with Hibernate, the event store, and the description of
 * an API that it does not have are a third of all classes.
 */
final class LeanDataPlane implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final List<String> UNUSED = List.of(
            "org.springframework.boot.hibernate.",
            "org.springframework.boot.data.",
            "org.springframework.boot.persistence.",
            "org.springdoc.",
            "org.axonframework.springboot.autoconfig.Jpa",
            "org.axonframework.springboot.autoconfig.Jdbc");

    private boolean lean;

    @Override
    public void setEnvironment(Environment environment) {
        lean = !Roles.isControlPlane(environment);
    }

    @Override
    public boolean[] match(@Nullable String[] classNames, AutoConfigurationMetadata metadata) {
        boolean[] wanted = new boolean[classNames.length];
        for (int i = 0; i < classNames.length; i++) {
            String name = classNames[i];
            wanted[i] = !lean || name == null || UNUSED.stream().noneMatch(name::startsWith);
        }
        return wanted;
    }
}
