package dev.signalbox.app;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** For what a node that does inference only has no use for. */
public final class HasControlPlane implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return Roles.isControlPlane(context.getEnvironment());
    }
}
