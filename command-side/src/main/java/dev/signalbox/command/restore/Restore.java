package dev.signalbox.command.restore;

import dev.signalbox.command.provider.ProviderRegister;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.configuration.Configuration;
import dev.signalbox.events.configuration.FindConfigurationAt;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.secrets.Vault;
import java.util.Optional;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Plans a restore and sends its commands. */
@Component
class Restore {

    private final QueryGateway queries;
    private final CommandGateway commands;
    private final ProviderRegister providers;
    private final Vault vault;

    Restore(QueryGateway queries, CommandGateway commands, ProviderRegister providers, Vault vault) {
        this.queries = queries;
        this.commands = commands;
        this.providers = providers;
        this.vault = vault;
    }

    /**
     * The past and, as a first guess, the present; both are folded from events, which nobody should wait for.
     *
     * @param now may be behind by the time of the transaction
     */
    record Looked(Configuration now, Configuration then) {}

    Looked look(RestoreRequest request) {
        Configuration now = configuration(null);
        if (request.position() > now.position()) {
            throw new Rejection.Invalid("position", "is not known yet: the newest position is " + now.position());
        }
        return new Looked(now, configuration(request.position()));
    }

    /**
     * Sends the commands. Part of a transaction that has the only right to append events.
     *
     * @throws Rejection when a rule of today refuses one
     */
    Restored run(RestoreRequest request, Looked looked) {
        Configuration now = looked.now().position() == providers.head() ? looked.now() : configuration(null);
        if (request.basePosition() != null && request.basePosition() != now.position()) {
            throw new Rejection.Conflict(
                    "changed-meanwhile",
                    "The plan was made at position " + request.basePosition() + ", the newest is " + now.position()
                            + " now. Look at the plan again.");
        }
        Plan plan = Plan.of(now, looked.then(), request.scope(), means(Boolean.TRUE.equals(request.destroySecrets())));
        plan.steps().send(commands, "Nothing is restored");
        return new Restored(
                request.position(),
                Boolean.TRUE.equals(request.dryRun()),
                now.position(),
                plan.steps().inOrder(),
                plan.notRestored(),
                null);
    }

    private Configuration configuration(@Nullable Long position) {
        return queries.query(new FindConfigurationAt(position), Configuration.class)
                .join();
    }

    private Means means(boolean destroySecrets) {
        return new Means() {
            @Override
            public long nextServerId() {
                return providers.nextId(ProviderType.AI_SERVER);
            }

            @Override
            public Optional<SecretRef> again(SecretRef former) {
                return vault.again(former);
            }

            @Override
            public boolean destroySecrets() {
                return destroySecrets;
            }
        };
    }
}
