package io.hookstream.delivery.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.delivery.WithPipeline;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionDeleted;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionUpdated;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.FilterRule;
import io.hookstream.messages.event.Deduplication;
import io.hookstream.messages.event.InboundEventCommand.IngestEvent;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.InboundEventEvent.EventRouted;
import io.hookstream.messages.event.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouterIT extends WithPipeline {

    private static final List<FilterRule> ORDERS =
            List.of(new FilterRule("payload.type", "eq", "order", null, null, null));

    @BeforeEach
    void createDestinations() {
        create("dst_1", settings("/one", false, 16));
        create("dst_2", settings("/two", false, 16));
    }

    private EventRouted routed(String eventId) {
        await().untilAsserted(() -> assertThat(pipeline.log(EventRouted.class))
                .extracting(EventRouted::eventId)
                .contains(eventId));
        return byEvent().get(eventId);
    }

    private Map<String, EventRouted> byEvent() {
        return pipeline.log(EventRouted.class).stream()
                .collect(Collectors.toMap(EventRouted::eventId, Function.identity()));
    }

    private static ConnectionSettings disabled() {
        return new ConnectionSettings(null, "src_1", "dst_1", List.of(), null, false, false);
    }

    @Test
    void saysWhereAnEventGoesAndWhyNotElsewhere() {
        pipeline.append(
                connected("conn_1", "src_1", "dst_1"),
                connected("conn_2", "src_1", "dst_2", ORDERS, null, true),
                connected("conn_3", "src_1", "dst_2", List.of(), null, false),
                connected("conn_4", "src_other", "dst_2"));
        ingest("evt_1", "src_1", "{\"type\":\"refund\"}");
        EventRouted refund = routed("evt_1");
        assertThat(refund.matched()).containsExactly("conn_1");
        assertThat(refund.skipped()).extracting(s -> s.connectionId()).containsExactly("conn_2", "conn_3");
        assertThat(refund.skipped().getFirst().reason())
                .isEqualTo("filter_rules[0]: payload.type eq \"order\" did not match; it is \"refund\"");
        assertThat(refund.skipped().getLast().reason()).isEqualTo("the connection is disabled");

        ingest("evt_2", "src_1", "{\"type\":\"order\"}");
        assertThat(routed("evt_2").matched()).containsExactly("conn_1", "conn_2");
        assertThat(pipeline.log(DeliveryRequested.class))
                .extracting(d -> d.target().destinationId())
                .containsExactly("dst_1", "dst_1", "dst_2");
    }

    @Test
    void doesNothingWithADuplicate() {
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        pipeline.send(compared("evt_1"));
        pipeline.send(compared("evt_2"));
        ingest("evt_3", "src_1", "{}");
        routed("evt_1");
        routed("evt_3");
        assertThat(byEvent()).containsOnlyKeys("evt_1", "evt_3");
        assertThat(pipeline.log(EventReceived.class))
                .extracting(EventReceived::duplicateOf)
                .containsExactly(null, "evt_1", null);
    }

    private static IngestEvent compared(String id) {
        IngestEvent event = event(id, "src_1", Payload.inline(new byte[0]));
        return new IngestEvent(
                id,
                event.tenant(),
                "src_1",
                event.request(),
                event.payload(),
                new Deduplication("9f86d081", 300),
                null);
    }

    @Test
    void saysOfAnEventWithoutConnectionsThatItGoesNowhere() {
        ingest("evt_1", "src_1", "{}");
        EventRouted nowhere = routed("evt_1");
        assertThat(nowhere.matched()).isEmpty();
        assertThat(nowhere.skipped()).isEmpty();
        assertThat(nowhere.eventStatus()).isEqualTo("received");
    }

    @Test
    void meetsEachEventWithTheConnectionsThatThereWereWhenItCame() {
        pipeline.processor(Router.NAME).shutDown();
        ConnectionSettings changed = new ConnectionSettings(null, "src_1", "dst_1", ORDERS, null, false, true);
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        ingest("evt_1", "src_1", "{}");
        pipeline.append(new ConnectionUpdated("conn_1", TENANT, "src_1", "dst_1", disabled()));
        ingest("evt_2", "src_1", "{}");
        pipeline.append(new ConnectionUpdated("conn_1", TENANT, "src_1", "dst_1", changed));
        ingest("evt_3", "src_1", "{\"type\":\"order\"}");
        ingest("evt_4", "src_1", "{}");
        pipeline.append(new ConnectionDeleted("conn_1", TENANT, "src_1", "dst_1"));
        ingest("evt_5", "src_1", "{\"type\":\"order\"}");
        pipeline.processor(Router.NAME).start();
        awaitLogged(EventRouted.class, 5);
        Map<String, EventRouted> routed = byEvent();
        assertThat(routed.get("evt_1").matched()).containsExactly("conn_1");
        assertThat(routed.get("evt_2").skipped())
                .extracting(s -> s.reason())
                .containsExactly("the connection is disabled");
        assertThat(routed.get("evt_3").matched()).containsExactly("conn_1");
        assertThat(routed.get("evt_4").skipped()).hasSize(1);
        assertThat(routed.get("evt_5").matched()).isEmpty();
        assertThat(routed.get("evt_5").skipped()).isEmpty();
    }

    @Test
    void keepsSourcesApartThatAreHandledSideBySide() {
        int sources = 10;
        for (int i = 0; i < sources; i++) {
            pipeline.append(connected("conn_" + i, "src_" + i, "dst_1"));
        }
        for (int i = 0; i < 100; i++) {
            ingest("evt_" + i, "src_" + i % sources, "{}");
        }
        awaitLogged(EventRouted.class, 100);
        Map<String, EventRouted> routed = byEvent();
        IntStream.range(0, 100)
                .forEach(i -> assertThat(routed.get("evt_" + i).matched()).containsExactly("conn_" + i % sources));
    }

    @Test
    void routesAgainAfterAFailureAndLosesNothing() {
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        pipeline.failOnce("evt_1");
        ingest("evt_0", "src_1", "{}");
        ingest("evt_1", "src_1", "{}");
        ingest("evt_2", "src_1", "{}");
        awaitLogged(EventRouted.class, 3);
        assertThat(pipeline.failed()).isTrue();
        assertThat(pipeline.log(DeliveryRequested.class))
                .extracting(DeliveryRequested::eventId)
                .containsExactlyInAnyOrder("evt_0", "evt_1", "evt_2");
    }

    @Test
    void skipsTheConnectionsThatLookAtAPayloadThatIsDamaged() {
        pipeline.append(
                connected("conn_1", "src_1", "dst_1"), connected("conn_2", "src_1", "dst_2", ORDERS, null, true));
        payloads.store("evt_1", new byte[3]);
        pipeline.send(event("evt_1", "src_1", Payload.stored(20_000)));
        EventRouted routed = routed("evt_1");
        assertThat(routed.matched()).containsExactly("conn_1");
        assertThat(routed.skipped().getFirst().reason())
                .isEqualTo("the stored payload of evt_1 has 3 bytes instead of 20000");
    }

    @Test
    void filtersByALargePayload() {
        pipeline.append(connected("conn_1", "src_1", "dst_1", ORDERS, null, true));
        String large = "{\"pad\":\"" + "x".repeat(30_000) + "\",\"type\":\"order\"}";
        payloads.store("evt_1", large.getBytes(StandardCharsets.UTF_8));
        pipeline.send(event("evt_1", "src_1", Payload.stored(large.length())));
        assertThat(routed("evt_1").matched()).containsExactly("conn_1");
    }
}
