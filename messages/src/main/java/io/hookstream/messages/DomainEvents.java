package io.hookstream.messages;

import io.hookstream.messages.apikey.ApiKeyEvent;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.connection.ConnectionEvent;
import io.hookstream.messages.destination.DestinationEvent;
import io.hookstream.messages.event.DedupKeyEvent;
import io.hookstream.messages.event.InboundEventEvent;
import io.hookstream.messages.issue.IssueEvent;
import io.hookstream.messages.organization.OrganizationEvent;
import io.hookstream.messages.replay.ReplayEvent;
import io.hookstream.messages.source.SourceEvent;
import io.hookstream.messages.user.UserEvent;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every domain event and the name it is stored under. */
public final class DomainEvents {

    private static final Map<String, Class<?>> BY_NAME = Stream.of(
                    OrganizationEvent.class,
                    UserEvent.class,
                    ApiKeyEvent.class,
                    SourceEvent.class,
                    DestinationEvent.class,
                    ConnectionEvent.class,
                    InboundEventEvent.class,
                    CircuitEvent.class,
                    IssueEvent.class,
                    ReplayEvent.class,
                    DedupKeyEvent.class,
                    SlugEvent.class)
            .flatMap(DomainEvents::records)
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    private DomainEvents() {}

    /** By the name they are stored under. */
    public static Map<String, Class<?>> byName() {
        return BY_NAME;
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(DomainEvents::records)
                : Stream.of(type);
    }
}
