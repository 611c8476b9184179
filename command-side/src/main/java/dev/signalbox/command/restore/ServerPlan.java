package dev.signalbox.command.restore;

import dev.signalbox.command.plan.ServerChange;
import dev.signalbox.command.plan.Step;
import dev.signalbox.command.server.ServerCommand.RegisterServer;
import dev.signalbox.command.server.ServerCommand.RemoveServer;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.configuration.Configuration;
import dev.signalbox.events.configuration.Configuration.ServerState;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerDetails;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.vendor.Vendor;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What makes the servers again what they were. */
final class ServerPlan {

    private final Configuration now;
    private final Configuration target;
    private final Successors successors;
    private final ActivePlan active;
    private final Names names;
    private final Means means;
    private final Plan plan;

    ServerPlan(
            Configuration now,
            Configuration target,
            Successors successors,
            ActivePlan active,
            Names names,
            Means means,
            Plan plan) {
        this.now = now;
        this.target = target;
        this.successors = successors;
        this.active = active;
        this.names = names;
        this.means = means;
        this.plan = plan;
    }

    void add() {
        Set<Long> kept = new HashSet<>();
        target.servers().forEach((id, then) -> {
            var former = new ProviderRef(ProviderType.AI_SERVER, id);
            ProviderRef today = successors.today(former).orElseThrow();
            ServerState current = now.servers().get(today.id());
            kept.add(today.id());
            if (current == null) {
                register(former, today, then);
            } else {
                update(today, current, then);
            }
        });
        now.servers().forEach((id, current) -> {
            if (!kept.contains(id)) {
                remove(new ProviderRef(ProviderType.AI_SERVER, id), current);
            }
        });
    }

    private void register(ProviderRef former, ProviderRef today, ServerState then) {
        String name = then.details().name();
        plan.grow(Step.of(
                today,
                name,
                List.of(),
                new RegisterServer(new ServerId(today.id()), then.details(), null, then.enabled())));
        if (then.credential() != null) {
            plan.leave(NotRestored.of(
                    former,
                    name,
                    "api_key",
                    "secret-destroyed",
                    "Its api_key was destroyed when it was removed. Enter it again: PUT /servers/" + today.id()));
        }
    }

    private void update(ProviderRef server, ServerState current, ServerState then) {
        ServerDetails is = current.details();
        ServerDetails was = then.details();
        ServerChange change = new ServerChange(server.id()).details(is, was);
        if (!is.name().equals(was.name()) || names.isRenamed(server)) {
            change.name(was.name());
        }
        place(server, current, then, change);
        // what an active provider has too much is taken only when it is active no more
        boolean later = active.usedNow(server);
        Set<Purpose> grown = EnumSet.noneOf(Purpose.class);
        grown.addAll(was.purposes());
        grown.addAll(later ? is.purposes() : Set.of());
        boolean enabled = then.enabled() || (later && current.enabled());
        change.purposes(is.purposes(), grown).enabled(current.enabled(), enabled);
        if (!change.fields().isEmpty()) {
            plan.grow(Step.of(server, was.name(), change.fields(), change.command()));
        }
        shrink(server, was, grown, enabled, then.enabled());
    }

    private void shrink(
            ProviderRef server, ServerDetails was, Set<Purpose> grown, boolean enabled, boolean wasEnabled) {
        Set<Purpose> left = EnumSet.noneOf(Purpose.class);
        for (Purpose purpose : grown) {
            if (was.purposes().contains(purpose)) {
                left.add(purpose);
            } else if (active.uses(server, purpose)) {
                left.add(purpose);
                inUse(server, was.name(), "use_for_" + purpose.wireName());
            }
        }
        boolean stays = wasEnabled;
        if (enabled && !wasEnabled && active.uses(server)) {
            stays = true;
            inUse(server, was.name(), "enabled");
        }
        ServerChange change =
                new ServerChange(server.id()).purposes(grown, left).enabled(enabled, stays);
        if (!change.fields().isEmpty()) {
            plan.shrink(Step.of(server, was.name(), change.fields(), change.command()));
        }
    }

    /** Host and credential go together: none is ever sent to another host than it was entered for. */
    private void place(ProviderRef server, ServerState current, ServerState then, ServerChange change) {
        String is = current.details().baseUrl();
        String was = then.details().baseUrl();
        SecretRef stored = current.credential();
        SecretRef former = then.credential();
        boolean moves = !Vendor.origin(is).equals(Vendor.origin(was));
        if (same(stored, former) && (!moves || stored == null)) {
            change.baseUrl(is, was);
            return;
        }
        SecretRef again = former == null ? null : means.again(former).orElse(null);
        if (again != null) {
            change.baseUrl(is, was).credential(again, was);
        } else if (stored == null) {
            change.baseUrl(is, was);
            leaveCredential(server, then, "secret-destroyed", "The api_key of then is destroyed. Enter it again.");
        } else if (means.destroySecrets() && (former == null || moves)) {
            change.baseUrl(is, was).credential(null, was);
            if (former != null) {
                leaveCredential(server, then, "secret-destroyed", "The api_key of then is destroyed. Enter it again.");
            }
        } else {
            change.baseUrl(is, moves ? is : was);
            leavePlace(server, then, moves, former == null);
        }
    }

    private void leavePlace(ProviderRef server, ServerState then, boolean moves, boolean hadNone) {
        String name = then.details().name();
        if (moves) {
            plan.leave(NotRestored.of(
                    server,
                    name,
                    "base_url",
                    "secret-kept",
                    "The stored api_key was entered for the present host and is not sent elsewhere. Send base_url and"
                            + " api_key by hand, or restore with destroy_secrets."));
        }
        leaveCredential(
                server,
                then,
                hadNone ? "secret-kept" : "secret-destroyed",
                hadNone
                        ? "It had no api_key then. The stored one stays: clearing would destroy it."
                        : "The api_key of then is destroyed: the present one stays.");
    }

    private void leaveCredential(ProviderRef server, ServerState then, String code, String detail) {
        plan.leave(NotRestored.of(server, then.details().name(), "api_key", code, detail));
    }

    private static boolean same(@Nullable SecretRef a, @Nullable SecretRef b) {
        return a == null || b == null ? a == b : a.fingerprint().equals(b.fingerprint());
    }

    private void remove(ProviderRef server, ServerState current) {
        String name = current.details().name();
        if (active.uses(server)) {
            inUse(server, name, null);
        } else if (current.credential() == null || means.destroySecrets()) {
            plan.shrink(Step.of(server, name, List.of(), new RemoveServer(new ServerId(server.id()), null)));
        } else {
            plan.leave(NotRestored.of(
                    server,
                    name,
                    null,
                    "secret-kept",
                    "It was not there then. It is disabled, not removed: that would destroy its api_key."));
            ServerChange change = new ServerChange(server.id()).enabled(current.enabled(), false);
            if (!change.fields().isEmpty()) {
                plan.shrink(Step.of(server, name, change.fields(), change.command()));
            }
        }
    }

    private void inUse(ProviderRef server, String name, @Nullable String field) {
        plan.leave(NotRestored.of(
                server, name, field, "provider-in-use", "It stays as it is: it is an active provider or fallback."));
    }
}
