package io.hookstream.sagas.issue;

import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.annotation.ParameterResolver;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.jspecify.annotations.Nullable;

/** Gives a fixture's events positions in a log: each the next one. */
final class Positions implements ParameterResolverFactory, ParameterResolver<TrackingToken> {

    private final Map<String, Long> byMessage = new HashMap<>();
    private long last;

    /** The next event is the one before the last {@code events} again. */
    void rewind(int events) {
        last -= events;
    }

    @Override
    public @Nullable ParameterResolver<?> createInstance(Executable executable, Parameter[] parameters, int index) {
        return parameters[index].getType() == TrackingToken.class ? this : null;
    }

    @Override
    public TrackingToken resolveParameterValue(Message<?> message) {
        return new GlobalSequenceTrackingToken(byMessage.computeIfAbsent(message.getIdentifier(), id -> ++last));
    }

    @Override
    public boolean matches(Message<?> message) {
        return message instanceof EventMessage;
    }
}
