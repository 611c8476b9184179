package dev.signalbox.command;

import dev.signalbox.command.write.RequestMetadata;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;

/** The role {@code command}: REST writes, commands, aggregates, set rules. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(
        excludeFilters = @Filter(type = FilterType.REGEX, pattern = "dev\\.signalbox\\.command\\.eventstore\\..*"))
public class CommandSide {

    /** The name of the processing group whose handlers run inside the command's transaction. */
    public static final String SET_RULES = "set-rules";

    @Autowired
    void subscribeSetRules(EventProcessingConfigurer processing) {
        processing.registerSubscribingEventProcessor(SET_RULES);
        // a broken rule must fail the command, not be logged
        processing.registerListenerInvocationErrorHandler(SET_RULES, axon -> PropagatingErrorHandler.instance());
        processing.registerErrorHandler(SET_RULES, axon -> PropagatingErrorHandler.instance());
    }

    @Autowired
    void sayWhoAsks(CommandBus commandBus) {
        commandBus.registerDispatchInterceptor(commands -> (index, command) -> withMetadata(command));
    }

    private static CommandMessage<?> withMetadata(CommandMessage<?> command) {
        return command.andMetaData(RequestMetadata.current());
    }
}
