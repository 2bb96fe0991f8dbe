package io.hookstream.query.history;

import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionDeleted;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionUpdated;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.ConnectionView;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.DestinationEvent.DestinationUpdated;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.DestinationView;
import io.hookstream.messages.history.HistoryQuery.FindAsOf;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceEvent.SourceDeleted;
import io.hookstream.messages.source.SourceEvent.SourceUpdated;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Answers what things were set to. From the log, which has every setting that there ever was. */
@Component
class HistoryQueryHandler {

    private final ObjectProvider<EventStore> log;

    /** Reading the log blocks. */
    private final Executor blocking = Executors.newVirtualThreadPerTaskExecutor();

    /** Lazily, because Axon makes its stores from beans that may ask for this one. */
    HistoryQueryHandler(ObjectProvider<EventStore> log) {
        this.log = log;
    }

    /**
     * What a domain event left a thing with.
     *
     * @param tenant null if the event is not about such a thing, or changes no settings
     * @param settings null if it is gone
     */
    private record State<S>(
            @Nullable Tenant tenant, @Nullable S settings) {
        static <S> State<S> unchanged() {
            return new State<>(null, null);
        }
    }

    private record Past<S>(S settings, Revision revision) {}

    @QueryHandler
    CompletableFuture<@Nullable SourceView> source(FindAsOf query) {
        return answer(() -> {
            Past<SourceSettings> past = past(query, HistoryQueryHandler::source);
            return past == null
                    ? null
                    : new SourceView(query.id(), query.tenant(), past.settings(), past.revision(), null);
        });
    }

    @QueryHandler
    CompletableFuture<@Nullable DestinationView> destination(FindAsOf query) {
        return answer(() -> {
            Past<DestinationSettings> past = past(query, HistoryQueryHandler::destination);
            return past == null
                    ? null
                    : new DestinationView(query.id(), query.tenant(), past.settings(), past.revision(), null);
        });
    }

    @QueryHandler
    CompletableFuture<@Nullable ConnectionView> connection(FindAsOf query) {
        return answer(() -> {
            Past<ConnectionSettings> past = past(query, HistoryQueryHandler::connection);
            if (past == null) {
                return null;
            }
            Past<SourceSettings> source = past(end(query, past.settings().sourceId()), HistoryQueryHandler::source);
            Past<DestinationSettings> destination =
                    past(end(query, past.settings().destinationId()), HistoryQueryHandler::destination);
            return new ConnectionView(
                    query.id(),
                    query.tenant(),
                    past.settings(),
                    past.revision(),
                    source == null ? null : source.settings().name(),
                    destination == null ? null : destination.settings().name());
        });
    }

    private <V> CompletableFuture<@Nullable V> answer(Supplier<@Nullable V> read) {
        return CompletableFuture.supplyAsync(read, blocking);
    }

    private static FindAsOf end(FindAsOf query, @Nullable String id) {
        return new FindAsOf(String.valueOf(id), query.tenant(), query.at());
    }

    /** Null if it was not there, or is no such thing, or another tenant's. */
    private <S> @Nullable Past<S> past(FindAsOf query, Function<Object, State<S>> of) {
        DomainEventStream events = log.getObject().readEvents(query.id(), 0);
        Instant created = null;
        Past<S> past = null;
        while (events.hasNext()) {
            DomainEventMessage<?> message = events.next();
            State<S> state = of.apply(message.getPayload());
            if (message.getTimestamp().isAfter(query.at())
                    || (state.tenant() != null && !state.tenant().equals(query.tenant()))) {
                break;
            }
            if (state.tenant() == null) {
                continue;
            }
            created = created == null ? message.getTimestamp() : created;
            past = state.settings() == null
                    ? null
                    : new Past<>(
                            state.settings(),
                            new Revision(
                                    message.getSequenceNumber(),
                                    false,
                                    created.toString(),
                                    message.getTimestamp().toString()));
        }
        return past;
    }

    private static State<SourceSettings> source(Object event) {
        return switch (event) {
            case SourceCreated e -> new State<>(e.tenant(), e.settings());
            case SourceUpdated e -> new State<>(e.tenant(), e.settings());
            case SourceDeleted e -> new State<>(e.tenant(), null);
            default -> State.unchanged();
        };
    }

    private static State<DestinationSettings> destination(Object event) {
        return switch (event) {
            case DestinationCreated e -> new State<>(e.tenant(), e.settings());
            case DestinationUpdated e -> new State<>(e.tenant(), e.settings());
            case DestinationDeleted e -> new State<>(e.tenant(), null);
            default -> State.unchanged();
        };
    }

    private static State<ConnectionSettings> connection(Object event) {
        return switch (event) {
            case ConnectionCreated e -> new State<>(e.tenant(), e.settings());
            case ConnectionUpdated e -> new State<>(e.tenant(), e.settings());
            case ConnectionDeleted e -> new State<>(e.tenant(), null);
            default -> State.unchanged();
        };
    }
}
