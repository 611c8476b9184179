package dev.signalbox.command.restore;

import dev.signalbox.command.plan.Step;
import dev.signalbox.command.plan.Steps;
import dev.signalbox.events.configuration.Configuration;
import java.util.ArrayList;
import java.util.List;

/** The commands that make of the present configuration the former one, and what can't come back. */
final class Plan {

    private final Steps steps = new Steps();
    private final List<NotRestored> notRestored = new ArrayList<>();

    private Plan() {}

    static Plan of(Configuration now, Configuration then, Scope scope, Means means) {
        Configuration target = scope.target(now, then);
        Plan plan = new Plan();
        Successors successors = Successors.of(now, then, target, means);
        ActivePlan choices = new ActivePlan(now, then, target, successors, plan);
        choices.add();
        Names names = new Names(now, target, successors, plan);
        new ServerPlan(now, target, successors, choices, names, means, plan).add();
        new ApiKeyPlan(now, target, successors, choices, names, means, plan).add();
        return plan;
    }

    void rename(Step step) {
        steps.rename(step);
    }

    void grow(Step step) {
        steps.grow(step);
    }

    void choose(Step step) {
        steps.choose(step);
    }

    void shrink(Step step) {
        steps.shrink(step);
    }

    void leave(NotRestored what) {
        notRestored.add(what);
    }

    Steps steps() {
        return steps;
    }

    List<NotRestored> notRestored() {
        return List.copyOf(notRestored);
    }
}
