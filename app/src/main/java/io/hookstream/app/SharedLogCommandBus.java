package io.hookstream.app;

import io.grpc.StatusRuntimeException;
import org.axonframework.axonserver.connector.event.util.GrpcExceptionParser;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.common.Registration;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Carries commands out on a log that other processes append to as well. One that another was ahead of is carried out
 * again, on what the log holds then; and what the connector to Axon Server throws comes out as what Axon's own stores do.
 */
final class SharedLogCommandBus implements CommandBus {

    private static final int MOST_TRIES = 8;
    private static final String CONNECTOR = "io.axoniq.";

    private final CommandBus bus;

    SharedLogCommandBus(CommandBus bus) {
        this.bus = bus;
    }

    @Override
    public <C> void dispatch(CommandMessage<C> command) {
        dispatch(command, (message, result) -> {});
    }

    @Override
    public <C, R> void dispatch(CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
        attempt(command, callback, 1);
    }

    private <C, R> void attempt(CommandMessage<C> command, CommandCallback<? super C, ? super R> callback, int number) {
        bus.<C, R>dispatch(command, (message, result) -> {
            if (!result.isExceptional()) {
                callback.onResult(message, result);
                return;
            }
            Throwable problem = translate(result.exceptionResult());
            if (problem instanceof ConcurrencyException && number < MOST_TRIES) {
                attempt(command, callback, number + 1);
            } else {
                callback.onResult(message, GenericCommandResultMessage.asCommandResultMessage(problem));
            }
        });
    }

    static Throwable translate(Throwable problem) {
        if (problem instanceof StatusRuntimeException) {
            return GrpcExceptionParser.parse(problem);
        }
        return problem.getClass().getName().startsWith(CONNECTOR)
                ? new EventStoreException("Axon Server did not answer: " + problem.getMessage(), problem)
                : problem;
    }

    @Override
    public Registration subscribe(String name, MessageHandler<? super CommandMessage<?>> handler) {
        return bus.subscribe(name, handler);
    }

    @Override
    public Registration registerHandlerInterceptor(MessageHandlerInterceptor<? super CommandMessage<?>> interceptor) {
        return bus.registerHandlerInterceptor(interceptor);
    }

    @Override
    public Registration registerDispatchInterceptor(MessageDispatchInterceptor<? super CommandMessage<?>> interceptor) {
        return bus.registerDispatchInterceptor(interceptor);
    }
}
