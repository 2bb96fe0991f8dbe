package io.hookstream.command.event;

import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.Samples.fixture;
import static io.hookstream.command.event.EventSamples.FIRST;
import static io.hookstream.command.event.EventSamples.ID;
import static io.hookstream.command.event.EventSamples.PAYLOAD;
import static io.hookstream.command.event.EventSamples.RECEIVED;
import static io.hookstream.command.event.EventSamples.REQUEST;
import static io.hookstream.command.event.EventSamples.SECOND;
import static io.hookstream.command.event.EventSamples.SOURCE;
import static io.hookstream.command.event.EventSamples.match;
import static io.hookstream.command.event.EventSamples.requested;
import static io.hookstream.command.event.EventSamples.routed;
import static io.hookstream.command.event.EventSamples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.command.CommandSide;
import io.hookstream.command.deduplication.DedupKeys;
import io.hookstream.messages.event.DedupStatus;
import io.hookstream.messages.event.InboundEventCommand.IngestEvent;
import io.hookstream.messages.event.InboundEventCommand.RouteEvent;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.InboundEventEvent.EventRouted;
import io.hookstream.messages.event.InboundEventEvent.Skipped;
import java.time.Clock;
import java.util.List;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event until its deliveries are requested. */
class InboundEventTest {

    private static final IngestEvent INGEST = new IngestEvent(ID, TENANT, SOURCE, REQUEST, PAYLOAD);

    private final AggregateTestFixture<InboundEvent> fixture = fixture(InboundEvent.class);

    @BeforeEach
    void keys() {
        fixture.registerInjectableResource(new DedupKeys(fixture.getEventStore(), Clock.systemUTC()));
    }

    @Test
    void isReceived() {
        fixture.givenNoPriorActivity().when(INGEST).expectEvents(RECEIVED).expectResultMessagePayload(ID);
    }

    @Test
    void isReceivedOnce() {
        fixture.given(RECEIVED).when(INGEST).expectNoEvents().expectException(EventStoreException.class);
    }

    @Test
    void isRoutedToAllThatMatch() {
        List<Skipped> skipped = List.of(new Skipped("conn_3", "the connection is disabled", null));

        fixture.given(RECEIVED)
                .when(new RouteEvent(ID, List.of(match(FIRST), match(SECOND)), skipped))
                .expectEvents(
                        new EventRouted(ID, TENANT, SOURCE, List.of("conn_1", "conn_2"), skipped, "processing"),
                        requested(FIRST),
                        requested(SECOND));
    }

    @Test
    void staysReceivedIfNothingMatches() {
        fixture.given(RECEIVED)
                .when(new RouteEvent(ID, List.of(), List.of()))
                .expectEvents(new EventRouted(ID, TENANT, SOURCE, List.of(), List.of(), "received"));
    }

    @Test
    void isRoutedOnceAlsoIfConnectionsHaveChangedMeanwhile() {
        fixture.given(RECEIVED, routed(FIRST), requested(FIRST))
                .when(new RouteEvent(ID, List.of(match(SECOND)), List.of()))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void isRoutedOnceAlsoIfNothingMatched() {
        fixture.given(RECEIVED, new EventRouted(ID, TENANT, SOURCE, List.of(), List.of(), "received"))
                .when(new RouteEvent(ID, List.of(match(FIRST)), List.of()))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void aDuplicateGoesNoFurtherWhoeverAsks() {
        EventReceived duplicate =
                new EventReceived(ID, TENANT, SOURCE, REQUEST, PAYLOAD, DedupStatus.DUPLICATE, "evt_0", null);

        fixture.given(duplicate)
                .when(new RouteEvent(ID, List.of(match(FIRST)), List.of()))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void isNotRoutedIfItWasNeverReceived() {
        fixture.givenNoPriorActivity()
                .when(new RouteEvent(ID, List.of(match(FIRST)), List.of()))
                .expectNoEvents()
                .expectException(AggregateNotFoundException.class);
    }

    @Test
    void isNotReadFromTheLogForItsLaterCommands() {
        try (CommandSide commandSide = CommandSide.startWith(
                configurer -> configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(InboundEvent.class)
                        .configureCache(configuration -> new BoundedCache(10))))) {
            commandSide.send(INGEST);
            commandSide.send(new RouteEvent(ID, List.of(match(FIRST)), List.of()));
            commandSide.send(EventSamples.record(FIRST, EventSamples.success(1)));

            assertThat(commandSide.log())
                    .containsExactly(RECEIVED, routed(FIRST), requested(FIRST), succeeded(FIRST, 1, "delivered"));
            assertThat(commandSide.reads()).isZero();
        }
    }
}
