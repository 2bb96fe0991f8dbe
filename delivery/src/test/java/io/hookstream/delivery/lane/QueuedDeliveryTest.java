package io.hookstream.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.event.DeliveryTarget;
import org.junit.jupiter.api.Test;

class QueuedDeliveryTest {

    private static final DeliveryTarget TARGET = new DeliveryTarget("dlv_1", "conn_1", "dst_1");
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void theQueueKeepsWhatADeliveryComesFrom() {
        QueuedDelivery delivery = new QueuedDelivery(TARGET, "evt_1", 7, 2, PARENT).hold();

        assertThat(QueuedDelivery.of(delivery.document())).isEqualTo(delivery);
        assertThat(delivery.release().at(9).traceparent()).isEqualTo(PARENT);
    }

    @Test
    void withoutTracingTheQueueHoldsNothingOfIt() {
        QueuedDelivery delivery = new QueuedDelivery(TARGET, "evt_1", 7, 1);

        assertThat(delivery.document()).doesNotContainKey("traceparent");
        assertThat(QueuedDelivery.of(delivery.document())).isEqualTo(delivery);
    }
}
