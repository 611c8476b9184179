package dev.signalbox.app;

import dev.signalbox.command.eventstore.EventStoreConfiguration;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Axon falls back to parts in memory without a word when one is missing; a node with such a part must not start. */
class StartupChecks implements SmartInitializingSingleton {

    private final EventStorageEngine engine;
    private final EventStore store;
    private final TokenStore tokens;
    private final Serializer serializer;
    private final TransactionManager transactions;
    private final CommandBus commands;

    StartupChecks(
            EventStorageEngine engine,
            EventStore store,
            TokenStore tokens,
            Serializer serializer,
            TransactionManager transactions,
            CommandBus commands) {
        this.engine = engine;
        this.store = store;
        this.tokens = tokens;
        this.serializer = serializer;
        this.transactions = transactions;
        this.commands = commands;
    }

    @Override
    public void afterSingletonsInstantiated() {
        require(engine, "OrderedEventStorageEngine");
        require(store, "EmbeddedEventStore");
        require(tokens, "OwnersTokenStore");
        require(serializer, "Jackson3Serializer");
        require(transactions, "SpringTransactionManager");
        require(commands, "SimpleCommandBus");
    }

    private static void require(Object part, String expected) {
        String actual = part.getClass().getSimpleName();
        if (!actual.equals(expected)) {
            throw new StartupRefusal("Wrong wiring (" + EventStoreConfiguration.class.getSimpleName() + "): expected "
                    + expected + ", found " + actual + ".");
        }
    }
}
