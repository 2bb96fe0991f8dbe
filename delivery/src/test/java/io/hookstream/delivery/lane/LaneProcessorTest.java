package io.hookstream.delivery.lane;

import static io.hookstream.delivery.lane.LaneSamples.DESTINATION;
import static io.hookstream.delivery.lane.LaneSamples.delivery;
import static io.hookstream.delivery.lane.LaneSamples.settings;
import static io.hookstream.delivery.lane.LaneSamples.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.DestinationEvent.DestinationUpdated;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventEvent.DeliveryCancelled;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.Test;

class LaneProcessorTest {

    private static final Tenant TENANT = new Tenant("org_1", "env_1");
    private static final DeliveryTarget TARGET = delivery(7).target();
    private static final DeliveryRequested REQUESTED = new DeliveryRequested("evt_7", TENANT, "src_1", TARGET, null);

    private final LaneFakes.Store store = new LaneFakes.Store();
    private final List<String> told = new ArrayList<>();
    private final LaneProcessor processor = new LaneProcessor(store, new Lanes(null, null, store, null, small()) {
        @Override
        void offer(Collection<QueuedDelivery> deliveries) {
            deliveries.forEach(one -> told.add("offered " + one.target().deliveryId()));
        }

        @Override
        void changed(String destinationId) {
            told.add("changed " + destinationId);
        }
    });

    private static EventMessage<?> at(long position, Object payload) {
        return new GenericTrackedEventMessage<>(
                new GlobalSequenceTrackingToken(position), GenericEventMessage.asEventMessage(payload));
    }

    private void batch(Consumer<UnitOfWork<?>> events) {
        UnitOfWork<?> batch = DefaultUnitOfWork.startAndGet(at(7, REQUESTED));
        events.accept(batch);
        batch.commit();
    }

    /** A batch of which all is written but its token. */
    private void batchWithoutToken(Consumer<UnitOfWork<?>> events) {
        assertThatThrownBy(() -> batch(batch -> {
                    events.accept(batch);
                    batch.onCommit(written -> {
                        assertThat(told).isEmpty();
                        throw new IllegalStateException("the token could not be stored");
                    });
                }))
                .hasMessage("the token could not be stored");
    }

    private void request(UnitOfWork<?> batch) {
        processor.on(REQUESTED, at(7, REQUESTED), batch);
    }

    @Test
    void queuesWhatIsRequestedAtItsPositionInTheLog() {
        batch(this::request);
        assertThat(store.queue).containsOnlyKeys(TARGET.deliveryId()).containsValue(delivery(7));
        assertThat(told).containsExactly("offered dlv_7");
    }

    @Test
    void tellsTheLanesNothingOfABatchThatFailed() {
        batchWithoutToken(this::request);
        assertThat(told).isEmpty();
    }

    @Test
    void leavesNothingInTheStoreOfWhatEndsInABatchThatIsHandledAgain() {
        batchWithoutToken(this::request);
        assertThat(store.queue).isNotEmpty();
        // The lane found the delivery in the store meanwhile, and has carried it out.
        batch(again -> {
            request(again);
            processor.on(new DeliveryCancelled("evt_7", TENANT, "src_1", TARGET, "deleted", "failed"), again);
        });
        assertThat(store.queue).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void tellsTheLanesOfAChangeBeforeTheDeliveriesThatFollowIt() {
        store.save(DESTINATION, LaneSamples.open(1));
        batch(batch -> {
            processor.on(new DestinationUpdated(DESTINATION, TENANT, settings(false, 1)), 2, batch);
            request(batch);
        });
        assertThat(told).containsExactly("changed dst_1", "offered dlv_7");
    }

    @Test
    void remembersHowADeletedDestinationWasSetUp() {
        store.save(DESTINATION, LaneSamples.open(3));
        batch(batch -> processor.on(new DestinationDeleted(DESTINATION, TENANT), 3, batch));
        assertThat(store.destinations.get(DESTINATION))
                .isEqualTo(new LaneStore.Destination(settings(true, 3), true, TENANT, 3));
    }
}
