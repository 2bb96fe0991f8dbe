package io.hookstream.delivery.connection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionDeleted;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionUpdated;
import io.hookstream.messages.connection.ConnectionSettings;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** How connections were set up in the past, read from the log. Blocks. */
@Component
public class ConnectionHistory {

    private static final int CACHED = 1000;

    private final EventStore log;

    /** A version never changes, so a copy in memory is never stale. */
    private final Cache<Key, ConnectionSettings> versions =
            Caffeine.newBuilder().maximumSize(CACHED).build();

    public ConnectionHistory(@Lazy EventStore log) {
        this.log = log;
    }

    private record Key(String connectionId, long version) {}

    /** @param version of these settings */
    public record Past(ConnectionSettings settings, long version) {}

    /** As it was at this time; empty if it did not exist yet, or was deleted by then. */
    public Optional<Past> at(String connectionId, Instant time) {
        return read(connectionId)
                .filter(message -> !message.getTimestamp().isAfter(time))
                .reduce((earlier, later) -> later)
                .map(ConnectionHistory::past);
    }

    /** @throws IllegalStateException if the log has no such version */
    public ConnectionSettings version(String connectionId, long version) {
        return Objects.requireNonNull(versions.get(
                new Key(connectionId, version),
                key -> read(connectionId)
                        .filter(message -> message.getSequenceNumber() == version)
                        .findFirst()
                        .map(ConnectionHistory::past)
                        .map(Past::settings)
                        .orElseThrow(() -> new IllegalStateException(
                                "The log has no version " + version + " of connection " + connectionId))));
    }

    private Stream<DomainEventMessage<?>> read(String connectionId) {
        return log.readEvents(connectionId).asStream().map(message -> (DomainEventMessage<?>) message);
    }

    private static @Nullable Past past(DomainEventMessage<?> message) {
        return switch (message.getPayload()) {
            case ConnectionCreated created -> new Past(created.settings(), message.getSequenceNumber());
            case ConnectionUpdated updated -> new Past(updated.settings(), message.getSequenceNumber());
            case ConnectionDeleted deleted -> null;
            default -> throw new IllegalStateException(message.getAggregateIdentifier() + " is no connection");
        };
    }
}
