package dev.signalbox.command.plan;

import dev.signalbox.command.write.Rejection;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * The commands that make one configuration of another, in an order that breaks no rule between them: names are freed, then
 * providers become what they have to be for the active ones to be set, and only then lose what they have too much. At no
 * position between is a purpose without its provider that has one before and after.
 */
public final class Steps {

    private final List<Step> renames = new ArrayList<>();
    private final List<Step> growth = new ArrayList<>();
    private final List<Step> active = new ArrayList<>();
    private final List<Step> shrinking = new ArrayList<>();

    public void rename(Step step) {
        renames.add(step);
    }

    public void grow(Step step) {
        growth.add(step);
    }

    public void choose(Step step) {
        active.add(step);
    }

    public void shrink(Step step) {
        shrinking.add(step);
    }

    public List<Step> inOrder() {
        List<Step> all = new ArrayList<>(renames);
        all.addAll(growth);
        all.addAll(active);
        all.addAll(shrinking);
        return all;
    }

    /**
     * Sends them, as part of a transaction.
     *
     * @param nothing how the message begins when a rule refuses one, as {@code Nothing is restored}
     */
    public void send(CommandGateway commands, String nothing) {
        for (Step step : inOrder()) {
            try {
                commands.<Object>sendAndWait(step.message());
            } catch (Rejection refused) {
                throw refused(step, refused, nothing);
            } catch (DataIntegrityViolationException e) {
                throw Rejection.ofConstraint(e)
                        .<RuntimeException>map(rule -> refused(step, rule, nothing))
                        .orElse(e);
            }
        }
    }

    private static Rejection refused(Step step, Rejection why, String nothing) {
        return new Rejection.Conflict(
                why.code(),
                nothing + ": " + step.command() + " for " + step.entityType() + " " + step.name() + " is refused. "
                        + why.detail());
    }
}
