package io.hookstream.query.history;

import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionView;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.DestinationView;
import io.hookstream.messages.history.HistoryQuery.FindAsOf;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceEvent.SourceDeleted;
import io.hookstream.messages.source.SourceEvent.SourceUpdated;
import io.hookstream.messages.source.SourceView;
import io.hookstream.query.Samples;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.GenericMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class HistoryQueryHandlerTest {

    private static final String SOURCE = "src_1";
    private static final String DESTINATION = "dst_1";

    private final EventStore log = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final HistoryQueryHandler handler = new HistoryQueryHandler(
            new StaticListableBeanFactory(Map.of("log", log)).getBeanProvider(EventStore.class));
    private final Map<String, Long> versions = new HashMap<>();

    private static Instant at(int second) {
        return Instant.parse("2026-01-02T03:00:00Z").plusSeconds(second);
    }

    private void append(int second, String id, DomainEvent event) {
        long version = versions.merge(id, 0L, (last, first) -> last + 1);
        log.publish(new GenericDomainEventMessage<>(
                "Aggregate", id, version, new GenericMessage<>(event), () -> at(second)));
    }

    private @Nullable SourceView source(Tenant tenant, int second) {
        return handler.source(new FindAsOf(SOURCE, tenant, at(second))).join();
    }

    @Test
    void isAsItWasThen() {
        append(10, SOURCE, new SourceCreated(SOURCE, TENANT, Samples.source("One")));
        append(20, SOURCE, new SourceUpdated(SOURCE, TENANT, Samples.source("Two")));
        append(30, SOURCE, new SourceDeleted(SOURCE, TENANT));

        assertThat(source(TENANT, 9)).isNull();
        SourceView first = Objects.requireNonNull(source(TENANT, 10));
        assertThat(first.settings().name()).isEqualTo("One");
        assertThat(first.revision().version()).isZero();
        SourceView second = Objects.requireNonNull(source(TENANT, 29));
        assertThat(second.settings().name()).isEqualTo("Two");
        assertThat(second.revision().version()).isEqualTo(1);
        assertThat(second.revision().createdAt()).isEqualTo(at(10).toString());
        assertThat(second.revision().updatedAt()).isEqualTo(at(20).toString());
        assertThat(second.eventCount()).isNull();
        assertThat(source(TENANT, 30)).isNull();
    }

    @Test
    void anotherTenantsOrAnotherKindsIsNotThere() {
        append(10, SOURCE, new SourceCreated(SOURCE, TENANT, Samples.source("One")));

        assertThat(source(STRANGER, 20)).isNull();
        assertThat(handler.destination(new FindAsOf(SOURCE, TENANT, at(20))).join())
                .isNull();
        assertThat(handler.source(new FindAsOf("src_2", TENANT, at(20))).join()).isNull();
    }

    @Test
    void aConnectionNamesItsEndsAsTheyWereCalledThen() {
        append(10, SOURCE, new SourceCreated(SOURCE, TENANT, Samples.source("One")));
        append(10, DESTINATION, new DestinationCreated(DESTINATION, TENANT, Samples.destination("Billing")));
        append(
                11,
                "conn_1",
                new ConnectionCreated("conn_1", TENANT, SOURCE, DESTINATION, Samples.connection(SOURCE, DESTINATION)));
        append(20, SOURCE, new SourceUpdated(SOURCE, TENANT, Samples.source("Two")));
        append(30, DESTINATION, new DestinationDeleted(DESTINATION, TENANT));

        ConnectionView before = connection(19);
        assertThat(before.sourceName()).isEqualTo("One");
        assertThat(before.destinationName()).isEqualTo("Billing");
        ConnectionView after = connection(30);
        assertThat(after.sourceName()).isEqualTo("Two");
        assertThat(after.destinationName()).isNull();
        DestinationView destination = Objects.requireNonNull(
                handler.destination(new FindAsOf(DESTINATION, TENANT, at(29))).join());
        assertThat(destination.settings().name()).isEqualTo("Billing");
    }

    private ConnectionView connection(int second) {
        return Objects.requireNonNull(
                handler.connection(new FindAsOf("conn_1", TENANT, at(second))).join());
    }
}
