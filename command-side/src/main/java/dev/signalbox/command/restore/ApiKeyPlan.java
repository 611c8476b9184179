package dev.signalbox.command.restore;

import dev.signalbox.command.apikey.ApiKeyCommand.DeleteApiKey;
import dev.signalbox.command.apikey.ApiKeyCommand.RotateApiKey;
import dev.signalbox.command.apikey.ApiKeyCommand.UpdateApiKey;
import dev.signalbox.command.plan.Step;
import dev.signalbox.command.write.Patch;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.apikey.ApiKeyDetails;
import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.configuration.Configuration;
import dev.signalbox.events.configuration.Configuration.ApiKeyState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What makes the API keys again what they were. One that was deleted has no secret any more: it can't come back. */
final class ApiKeyPlan {

    private final Configuration now;
    private final Configuration target;
    private final Successors successors;
    private final ActivePlan active;
    private final Names names;
    private final Means means;
    private final Plan plan;

    ApiKeyPlan(
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
        target.apiKeys().forEach((id, then) -> {
            var former = new ProviderRef(ProviderType.API_KEY, id);
            ProviderRef today = successors.today(former).orElse(null);
            ApiKeyState current = today == null ? null : now.apiKeys().get(today.id());
            if (today == null || current == null) {
                plan.leave(NotRestored.of(
                        former,
                        name(then),
                        null,
                        "secret-destroyed",
                        "It was deleted, and its api_key destroyed with it. Add it again."));
            } else {
                kept.add(today.id());
                update(today, current, then);
            }
        });
        now.apiKeys().forEach((id, current) -> {
            if (!kept.contains(id)) {
                remove(new ProviderRef(ProviderType.API_KEY, id), current);
            }
        });
    }

    private void update(ProviderRef key, ApiKeyState current, ApiKeyState then) {
        boolean stays = current.enabled() && !then.enabled() && active.uses(key);
        if (stays) {
            plan.leave(NotRestored.of(
                    key,
                    name(then),
                    "enabled",
                    "provider-in-use",
                    "It stays enabled: it is an active provider or fallback."));
        }
        boolean enabled = then.enabled() || stays;
        boolean later = current.enabled() && !enabled && active.usedNow(key);
        change(key, current, then, later ? null : enabled);
        secret(key, current, then);
        if (later) {
            plan.shrink(Step.of(key, name(then), List.of("enabled"), enabled(key, false)));
        }
    }

    private void change(ProviderRef key, ApiKeyState current, ApiKeyState then, @Nullable Boolean enabled) {
        List<String> fields = new ArrayList<>();
        ApiKeyDetails is = current.details();
        ApiKeyDetails was = then.details();
        boolean renamed = !is.keyName().equals(was.keyName()) || names.isRenamed(key);
        Patch<String> name = patch(fields, "key_name", renamed, was.keyName());
        Patch<Boolean> opsCenter = patch(
                fields, "use_for_ops_center", is.useForOpsCenter() != was.useForOpsCenter(), was.useForOpsCenter());
        boolean moved = !Objects.equals(is.baseUrl(), was.baseUrl());
        if (moved) {
            plan.leave(NotRestored.of(
                    key,
                    name(then),
                    "metadata",
                    "credential-bound-to-host",
                    "Its base_url was another one then, and the api_key may not go there: set both together."));
        }
        Patch<Map<String, Object>> metadata =
                patch(fields, "metadata", !moved && !is.metadata().equals(was.metadata()), was.metadata());
        Patch<Boolean> switched =
                patch(fields, "enabled", enabled != null && enabled != current.enabled(), Boolean.TRUE.equals(enabled));
        if (!fields.isEmpty()) {
            var command = new UpdateApiKey(new ApiKeyId(key.id()), null, name, opsCenter, metadata, switched);
            plan.grow(Step.of(key, name(then), fields, command));
        }
    }

    private static <T> Patch<T> patch(List<String> fields, String field, boolean differs, T value) {
        if (!differs) {
            return Patch.absent();
        }
        fields.add(field);
        return Patch.of(value);
    }

    private void secret(ProviderRef key, ApiKeyState current, ApiKeyState then) {
        if (current.secret().fingerprint().equals(then.secret().fingerprint())) {
            return;
        }
        means.again(then.secret())
                .ifPresentOrElse(
                        again -> plan.grow(Step.of(
                                key,
                                name(then),
                                List.of("api_key"),
                                new RotateApiKey(new ApiKeyId(key.id()), null, again))),
                        () -> plan.leave(NotRestored.of(
                                key,
                                name(then),
                                "api_key",
                                "secret-destroyed",
                                "The api_key of then is destroyed: the present one stays.")));
    }

    private void remove(ProviderRef key, ApiKeyState current) {
        if (active.uses(key)) {
            plan.leave(NotRestored.of(
                    key,
                    name(current),
                    null,
                    "provider-in-use",
                    "It was not there then. It stays: it is an active provider or fallback."));
        } else if (means.destroySecrets()) {
            plan.shrink(Step.of(key, name(current), List.of(), new DeleteApiKey(new ApiKeyId(key.id()), null)));
        } else {
            plan.leave(NotRestored.of(
                    key,
                    name(current),
                    null,
                    "secret-kept",
                    "It was not there then. It is disabled, not deleted: that would destroy its api_key."));
            if (current.enabled()) {
                plan.shrink(Step.of(key, name(current), List.of("enabled"), enabled(key, false)));
            }
        }
    }

    private static UpdateApiKey enabled(ProviderRef key, boolean enabled) {
        return new UpdateApiKey(
                new ApiKeyId(key.id()), null, Patch.absent(), Patch.absent(), Patch.absent(), Patch.of(enabled));
    }

    private static String name(ApiKeyState key) {
        return key.provider() + " " + key.details().keyName();
    }
}
