package io.hookstream.app;

import io.hookstream.messages.event.InboundEventCommand;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.common.Registration;
import org.axonframework.lifecycle.Lifecycle;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.MessageHandlerInterceptor;

/**
 * Carries commands to an event out in the process where they arise, if it can, and leaves all others to Axon Server. The
 * way there and back costs more than what such a command does, there are three and more for each webhook, and the log
 * decides between processes anyway: its sequence numbers let one of two that change an event at once go first.
 */
final class LocalFirstCommandBus implements CommandBus, Lifecycle {

    private final CommandBus everywhere;
    private final CommandBus here;
    private final boolean announced;
    private final Set<String> handledHere = ConcurrentHashMap.newKeySet();

    /**
     * @param everywhere reaches whoever handles a command, also here
     * @param here the part of it that is in this process
     * @param announced whether other processes may send commands to this one
     */
    LocalFirstCommandBus(CommandBus everywhere, CommandBus here, boolean announced) {
        this.everywhere = everywhere;
        this.here = here;
        this.announced = announced;
    }

    @Override
    public <C> void dispatch(CommandMessage<C> command) {
        busFor(command).dispatch(command);
    }

    @Override
    public <C, R> void dispatch(CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
        busFor(command).dispatch(command, callback);
    }

    private CommandBus busFor(CommandMessage<?> command) {
        return InboundEventCommand.class.isAssignableFrom(command.getPayloadType())
                        && handledHere.contains(command.getCommandName())
                ? here
                : everywhere;
    }

    @Override
    public Registration subscribe(String name, MessageHandler<? super CommandMessage<?>> handler) {
        Registration registration = announced ? everywhere.subscribe(name, handler) : here.subscribe(name, handler);
        handledHere.add(name);
        return () -> {
            handledHere.remove(name);
            return registration.cancel();
        };
    }

    @Override
    public Registration registerHandlerInterceptor(MessageHandlerInterceptor<? super CommandMessage<?>> interceptor) {
        return here.registerHandlerInterceptor(interceptor);
    }

    @Override
    public Registration registerDispatchInterceptor(MessageDispatchInterceptor<? super CommandMessage<?>> interceptor) {
        Registration away = everywhere.registerDispatchInterceptor(interceptor);
        Registration local = here.registerDispatchInterceptor(interceptor);
        return () -> {
            boolean cancelled = away.cancel();
            return local.cancel() && cancelled;
        };
    }

    @Override
    public void registerLifecycleHandlers(LifecycleRegistry registry) {
        if (everywhere instanceof Lifecycle lifecycle) {
            lifecycle.registerLifecycleHandlers(registry);
        }
    }
}
