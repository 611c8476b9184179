package dev.signalbox.command.restore;

import dev.signalbox.events.configuration.Configuration;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands that make one configuration of another, in an order that breaks no rule between them: names are freed, then
 * providers become what they have to be for the active ones to be set, and only then lose what they have too much. At no
 * position between is a purpose without its provider that has one before and after.
 */
final class Plan {

    private final List<Step> renames = new ArrayList<>();
    private final List<Step> growth = new ArrayList<>();
    private final List<Step> active = new ArrayList<>();
    private final List<Step> shrinking = new ArrayList<>();
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
        renames.add(step);
    }

    void grow(Step step) {
        growth.add(step);
    }

    void choose(Step step) {
        active.add(step);
    }

    void shrink(Step step) {
        shrinking.add(step);
    }

    void leave(NotRestored what) {
        notRestored.add(what);
    }

    List<Step> steps() {
        List<Step> all = new ArrayList<>(renames);
        all.addAll(growth);
        all.addAll(active);
        all.addAll(shrinking);
        return all;
    }

    List<NotRestored> notRestored() {
        return List.copyOf(notRestored);
    }
}
