package io.hookstream.delivery.replay;

import static io.hookstream.messages.replay.ReplayConfig.NOW;
import static io.hookstream.messages.replay.ReplayConfig.THEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.delivery.Receiver;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventCommand.RequestReplay;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import io.hookstream.messages.event.InboundEventEvent.EventReplayFinished;
import io.hookstream.messages.event.InboundEventEvent.EventReplayed;
import io.hookstream.messages.event.InboundEventEvent.ReplayRequested;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Through router and lanes: which connections a replayed event goes through, and what arrives. */
class ReplayedEventsIT extends WithReplays {

    @BeforeEach
    void createDestinations() {
        create("dst_1", settings("/one", true, 1));
        create("dst_2", settings("/two", true, 1));
    }

    private List<String> bodies(String path) {
        return receiver.requests.stream()
                .filter(request -> request.path().equals(path))
                .map(Receiver.Request::text)
                .toList();
    }

    private void awaitBodies(String path, String... bodies) {
        await().untilAsserted(() -> assertThat(bodies(path)).containsExactly(bodies));
    }

    @Test
    void goesByTheConnectionAsItIsNowOrAsItWasThen() {
        connect("conn_1", settings(List.of(), "{\"old\": n}", true));
        receive("evt_1", "{\"n\":1}");
        awaitBodies("/one", "{\"old\":1}");
        change("conn_1", 1, settings(List.of(), "{\"new\": n}", true));
        receive("evt_2", "{\"n\":2}");
        awaitBodies("/one", "{\"old\":1}", "{\"new\":2}");

        EventReplayed now = replay("evt_1", "rpl_now", "dst_1", NOW);
        awaitBodies("/one", "{\"old\":1}", "{\"new\":2}", "{\"new\":1}");
        assertThat(now.matched()).singleElement().matches(target -> target.transformVersion() == null);

        EventReplayed then = replay("evt_1", "rpl_then", "dst_1", THEN);
        awaitBodies("/one", "{\"old\":1}", "{\"new\":2}", "{\"new\":1}", "{\"old\":1}");
        assertThat(then.matched()).singleElement().satisfies(target -> {
            assertThat(target.connectionId()).isEqualTo("conn_1");
            assertThat(target.replayId()).isEqualTo("rpl_then");
            assertThat(target.transformVersion()).isZero();
        });
        awaitLogged(DeliverySucceeded.class, 4);
        assertThat(pipeline.log(DeliverySucceeded.class).getLast().attempt().connectionVersion())
                .isZero();

        DeliveryTarget target = then.matched().getFirst();
        pipeline.append(new DeliveryRetryRequested("evt_1", TENANT, "src_1", target, null, 2, true, "processing"));
        awaitBodies("/one", "{\"old\":1}", "{\"new\":2}", "{\"new\":1}", "{\"old\":1}", "{\"old\":1}");
    }

    @Test
    void theRulesAreThoseOfNowOrThenToo() {
        connect("conn_1", settings(onlyType("order"), null, true));
        receive("evt_1", "{\"type\":\"order\"}");
        change("conn_1", 1, settings(onlyType("refund"), null, true));

        EventReplayed now = replay("evt_1", "rpl_now", "dst_1", NOW);
        assertThat(now.matched()).isEmpty();
        assertThat(now.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.reason()).contains("refund");
            assertThat(skipped.connectionVersion()).isEqualTo(1);
        });
        assertThat(replay("evt_1", "rpl_then", "dst_1", THEN).matched()).hasSize(1);
    }

    @Test
    void aDisabledConnectionIsSkipped() {
        connect("conn_1", settings(List.of(), null, true));
        receive("evt_1", "{}");
        change("conn_1", 1, settings(List.of(), null, false));

        assertThat(replay("evt_1", "rpl_now", "dst_1", NOW).skipped())
                .extracting(skipped -> skipped.reason())
                .containsExactly("the connection is disabled");
        awaitLogged(EventReplayFinished.class, 1);
        assertThat(pipeline.log(EventReplayFinished.class).getFirst().outcome()).isEqualTo("skipped");
        assertThat(replay("evt_1", "rpl_then", "dst_1", THEN).matched()).hasSize(1);
    }

    @Test
    void aConnectionThatWasDeletedSinceLedThereThen() {
        connect("conn_1", settings(List.of(), "{\"old\": n}", true));
        receive("evt_1", "{\"n\":1}");
        disconnect("conn_1", 1);
        connect("conn_2", settings(List.of(), "{\"new\": n}", true));
        receive("evt_2", "{\"n\":2}");

        assertThat(replay("evt_1", "rpl_then", "dst_1", THEN).matched())
                .extracting(DeliveryTarget::connectionId)
                .containsExactly("conn_1");
        assertThat(replay("evt_1", "rpl_now", "dst_1", NOW).matched())
                .extracting(DeliveryTarget::connectionId)
                .containsExactly("conn_2");
        assertThat(replay("evt_2", "rpl_then", "dst_1", THEN).matched())
                .extracting(DeliveryTarget::connectionId)
                .containsExactly("conn_2");
        awaitBodies("/one", "{\"old\":1}", "{\"new\":2}", "{\"old\":1}", "{\"new\":1}", "{\"new\":2}");
    }

    @Test
    void goesAsItCameWhereNoConnectionLeads() {
        connect("conn_1", settings(onlyType("order"), "{\"new\": n}", true));
        receive("evt_1", "{\"n\": 1}");

        for (String config : List.of(NOW, THEN)) {
            assertThat(replay("evt_1", "rpl_" + config, "dst_2", config).matched())
                    .singleElement()
                    .satisfies(target -> assertThat(target.connectionId()).isNull());
        }
        awaitBodies("/two", "{\"n\": 1}", "{\"n\": 1}");
        awaitLogged(EventReplayFinished.class, 2);
        assertThat(pipeline.log(EventReplayFinished.class))
                .extracting(EventReplayFinished::outcome)
                .containsOnly("succeeded");
    }

    @Test
    void goesThroughEachConnectionThatLeadsThere() {
        connect("conn_1", settings(List.of(), "{\"a\": n}", true));
        connect("conn_2", settings(List.of(), "{\"b\": n}", true));
        connect("conn_3", settings(onlyType("order"), null, true));
        receive("evt_1", "{\"n\":1}");
        awaitLogged(DeliverySucceeded.class, 2);

        EventReplayed replayed = replay("evt_1", REPLAY, "dst_1", NOW);
        assertThat(replayed.matched()).extracting(DeliveryTarget::connectionId).containsExactly("conn_1", "conn_2");
        assertThat(replayed.skipped()).hasSize(1);
        awaitLogged(DeliverySucceeded.class, 4);
        awaitLogged(EventReplayFinished.class, 1);
    }

    @Test
    void isDeliveredInTheOrderInWhichItIsAskedFor() {
        List<String> ids = IntStream.range(10, 50).mapToObj(i -> "evt_" + i).toList();
        ids.forEach(id -> ingest(id, "src_1", id));
        awaitRouter();

        ids.forEach(id -> pipeline.send(new RequestReplay(id, TENANT, REPLAY, "dst_2", NOW)));

        awaitBodies("/two", ids.toArray(String[]::new));
    }

    /** As after a crash: the batch is handled again, and so is the step of the replay that asked for it. */
    @Test
    void isDeliveredOnceHoweverOftenItIsAskedFor() {
        receive("evt_1", "{}");
        EventReplayed first = replay("evt_1", REPLAY, "dst_2", NOW);
        awaitLogged(DeliverySucceeded.class, 1);

        pipeline.send(new RequestReplay("evt_1", TENANT, REPLAY, "dst_2", NOW));
        pipeline.append(new ReplayRequested("evt_1", TENANT, "src_1", REPLAY, "dst_2", NOW));
        awaitRouter();
        awaitCaughtUp();

        assertThat(pipeline.log(EventReplayed.class)).containsExactly(first);
        assertThat(pipeline.log(DeliveryRequested.class)).hasSize(1);
        assertThat(bodies("/two")).hasSize(1);
    }
}
