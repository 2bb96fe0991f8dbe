package io.hookstream.command.event;

import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.event.EventSamples.FIRST;
import static io.hookstream.command.event.EventSamples.ID;
import static io.hookstream.command.event.EventSamples.PAYLOAD;
import static io.hookstream.command.event.EventSamples.REQUEST;
import static io.hookstream.command.event.EventSamples.SOURCE;
import static io.hookstream.command.event.EventSamples.failure;
import static io.hookstream.command.event.EventSamples.match;
import static io.hookstream.command.event.EventSamples.record;
import static io.hookstream.command.event.EventSamples.recorded;
import static io.hookstream.command.event.EventSamples.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.command.CommandSide;
import io.hookstream.messages.Refused;
import io.hookstream.messages.event.InboundEventCommand.IngestEvent;
import io.hookstream.messages.event.InboundEventCommand.RetryDelivery;
import io.hookstream.messages.event.InboundEventCommand.RouteEvent;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import java.time.Clock;
import java.util.List;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configurer;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes over one log: what one remembers, the other changes. */
class RememberedTest {

    private static final RouteEvent ROUTE = new RouteEvent(ID, List.of(match(FIRST)), List.of());

    private final CommandSide here = CommandSide.startWith(RememberedTest::remember);
    private final CommandSide there = here.another(Clock.systemUTC(), RememberedTest::remember);

    private static void remember(Configurer configurer) {
        configurer
                .configureAggregate(AggregateConfigurer.defaultConfiguration(InboundEvent.class)
                        .configureCache(axon -> new BoundedCache(100)))
                .onInitialize(axon -> {
                    axon.commandBus().registerHandlerInterceptor(Remembered::confirm);
                    axon.eventBus().registerDispatchInterceptor(Remembered::appended);
                });
    }

    @BeforeEach
    void receive() {
        here.send(new IngestEvent(ID, TENANT, SOURCE, REQUEST, PAYLOAD));
    }

    @AfterEach
    void stop() {
        there.close();
        here.close();
    }

    @Test
    void whoIsAloneReadsNothing() {
        int reads = here.reads();
        here.send(ROUTE);
        assertThat(here.send(record(FIRST, success(1)))).isEqualTo(recorded(FIRST));
        assertThat(here.reads()).isEqualTo(reads);
    }

    @Test
    void whatIsPassedOverBecauseOfWhatIsOldIsDoneTheSecondTime() {
        here.send(ROUTE);
        here.send(record(FIRST, failure(1)));
        there.send(new RetryDelivery(ID, FIRST.deliveryId(), 2));

        assertOnlyTheSecondTime(record(FIRST, success(2)), DeliverySucceeded.class);
    }

    @Test
    void whatIsRefusedBecauseOfWhatIsOldIsDoneTheSecondTime() {
        there.send(ROUTE);

        assertOnlyTheSecondTime(record(FIRST, failure(1)), DeliveryFailed.class);
    }

    private void assertOnlyTheSecondTime(Object command, Class<?> appended) {
        int before = here.log().size();
        assertThatThrownBy(() -> here.send(command)).isInstanceOf(ConcurrencyException.class);
        assertThat(here.log()).hasSize(before);
        assertThat(here.send(command)).isEqualTo(recorded(FIRST));
        assertThat(here.log()).hasSizeGreaterThan(before);
        assertThat(here.log().get(before)).isInstanceOf(appended);
    }

    @Test
    void whatIsOverIsPassedOverTheSecondTime() {
        here.send(ROUTE);
        int before = here.log().size();

        assertThatThrownBy(() -> here.send(ROUTE)).isInstanceOf(ConcurrencyException.class);
        here.send(ROUTE);
        assertThat(here.log()).hasSize(before);
    }

    @Test
    void aRefusalStandsTheSecondTime() {
        here.send(ROUTE);
        RetryDelivery unknown = new RetryDelivery(ID, "dlv_unknown", 2);

        assertThatThrownBy(() -> here.send(unknown)).isInstanceOf(ConcurrencyException.class);
        assertThatThrownBy(() -> here.send(unknown)).isInstanceOf(Refused.class);
    }
}
