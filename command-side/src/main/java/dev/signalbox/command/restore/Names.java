package dev.signalbox.command.restore;

import dev.signalbox.command.apikey.ApiKeyCommand.UpdateApiKey;
import dev.signalbox.command.plan.ServerChange;
import dev.signalbox.command.plan.Step;
import dev.signalbox.command.write.Patch;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.configuration.Configuration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Frees names: who has one that another provider gets back is renamed first. Names of servers are unique, those of keys
 * per vendor.
 */
final class Names {

    private static final int LONGEST = 200;

    private final Plan plan;
    private final Map<String, ProviderRef> wanted = new HashMap<>();
    private final Set<ProviderRef> renamed = new HashSet<>();

    Names(Configuration now, Configuration target, Successors successors, Plan plan) {
        this.plan = plan;
        target.servers().forEach((id, server) -> {
            var then = new ProviderRef(ProviderType.AI_SERVER, id);
            wanted.put("/" + server.details().name(), successors.today(then).orElse(then));
        });
        target.apiKeys().forEach((id, key) -> {
            var then = new ProviderRef(ProviderType.API_KEY, id);
            successors
                    .today(then)
                    .ifPresent(today ->
                            wanted.put(key.provider() + "/" + key.details().keyName(), today));
        });
        now.servers()
                .forEach((id, server) -> free(
                        new ProviderRef(ProviderType.AI_SERVER, id),
                        "",
                        server.details().name(),
                        target.servers().containsKey(id)
                                && server.details()
                                        .name()
                                        .equals(target.servers()
                                                .get(id)
                                                .details()
                                                .name())));
        now.apiKeys()
                .forEach((id, key) -> free(
                        new ProviderRef(ProviderType.API_KEY, id),
                        key.provider(),
                        key.details().keyName(),
                        target.apiKeys().containsKey(id)
                                && key.details()
                                        .keyName()
                                        .equals(target.apiKeys()
                                                .get(id)
                                                .details()
                                                .keyName())));
    }

    /** Who is to keep the name keeps it: then the one who wants it back is refused. */
    private void free(ProviderRef owner, String scope, String name, boolean keeps) {
        ProviderRef heir = wanted.get(scope + "/" + name);
        if (!keeps && heir != null && !heir.equals(owner)) {
            renamed.add(owner);
            String other = (name.length() > LONGEST ? name.substring(0, LONGEST) : name) + " (" + owner.id() + ")";
            plan.rename(Step.of(
                    owner,
                    name,
                    List.of(owner.type() == ProviderType.AI_SERVER ? "name" : "key_name"),
                    rename(owner, other)));
        }
    }

    private static Object rename(ProviderRef owner, String name) {
        return owner.type() == ProviderType.AI_SERVER
                ? new ServerChange(owner.id()).name(name).command()
                : new UpdateApiKey(
                        new ApiKeyId(owner.id()), null, Patch.of(name), Patch.absent(), Patch.absent(), Patch.absent());
    }

    boolean isRenamed(ProviderRef owner) {
        return renamed.contains(owner);
    }
}
