package io.hookstream.delivery.replay;

import static io.hookstream.messages.replay.ReplayConfig.NOW;
import static io.hookstream.messages.replay.ReplayConfig.THEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Secret;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.event.InboundEventEvent;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.replay.ReplayQuery.Preview;
import io.hookstream.messages.replay.ReplayQuery.PreviewReplay;
import io.hookstream.messages.replay.ReplayQuery.PreviewedRequest;
import io.hookstream.messages.replay.ReplayQuery.PreviewedWay;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreviewQueryHandlerIT extends WithReplays {

    private static final Map<String, HeaderValue> HEADERS = Map.of(
            "X-Api-Key", new HeaderValue(null, new Secret("encrypted:secret-3456", "3456")),
            "X-Plain", new HeaderValue("plain", null));

    private int sent;
    private int logged;

    @BeforeEach
    void receive() {
        create("dst_1", settings("/one", true, 1, HEADERS));
        create("dst_2", settings("/two", true, 1));
        connect("conn_1", settings(onlyType("order"), "{\"old\": n}", true));
        receive("evt_1", "{\"type\":\"order\",\"n\":1}");
        awaitLogged(DeliverySucceeded.class, 1);
        change("conn_1", 1, settings(onlyType("order"), "{\"new\": n}", true));
        receive("evt_2", "{\"type\":\"refund\",\"n\":2}");
        awaitRouter();
        awaitCaughtUp();
        sent = receiver.requests.size();
        logged = pipeline.log(InboundEventEvent.class).size();
    }

    @AfterEach
    void nothingIsSentOrStored() {
        awaitRouter();
        awaitCaughtUp();
        assertThat(receiver.requests).hasSize(sent);
        assertThat(pipeline.log(InboundEventEvent.class)).hasSize(logged);
    }

    private List<PreviewedWay> preview(String destination, String config, String... events) {
        return pipeline.ask(new PreviewReplay(TENANT, destination, config, List.of(events)), Preview.class)
                .ways();
    }

    private static String body(PreviewedWay way) {
        byte[] body = Objects.requireNonNull(way.request()).body();
        return new String(Objects.requireNonNull(body), StandardCharsets.UTF_8);
    }

    @Test
    void showsWhatIsSentAndWhyTheRestIsNot() {
        List<PreviewedWay> ways = preview("dst_1", NOW, "evt_1", "evt_2");

        assertThat(ways).extracting(PreviewedWay::eventId).containsExactly("evt_1", "evt_2");
        assertThat(ways).extracting(PreviewedWay::connectionId).containsOnly("conn_1");
        PreviewedRequest request = Objects.requireNonNull(ways.getFirst().request());
        assertThat(ways.getFirst().reason()).isNull();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.url()).isEqualTo(receiver.url("/one"));
        assertThat(request.headers())
                .containsEntry("X-Api-Key", "****3456")
                .containsEntry("X-Plain", "plain")
                .containsEntry("X-hookstream-Event-Id", "evt_1")
                .containsEntry("content-type", "application/json");
        assertThat(body(ways.getFirst())).isEqualTo("{\"new\":1}");
        assertThat(request.size()).isEqualTo(9);
        assertThat(ways.getLast().request()).isNull();
        assertThat(ways.getLast().reason())
                .isEqualTo("filter_rules[0]: payload.type eq \"order\" did not match; it is \"refund\"");
    }

    @Test
    void showsWhatWasSentThen() {
        assertThat(body(preview("dst_1", THEN, "evt_1").getFirst())).isEqualTo("{\"old\":1}");
    }

    @Test
    void showsTheEventAsItCameWhereNoConnectionLeads() {
        PreviewedWay way = preview("dst_2", NOW, "evt_2").getFirst();

        assertThat(way.connectionId()).isNull();
        assertThat(body(way)).isEqualTo("{\"type\":\"refund\",\"n\":2}");
    }

    @Test
    void showsNothingOfAnotherTenant() {
        Tenant other = new Tenant("org_2", "env_2");

        assertThat(pipeline.ask(new PreviewReplay(other, "dst_1", NOW, List.of("evt_1")), Preview.class)
                        .ways())
                .isEmpty();
    }

    @Test
    void saysOfADestinationThatTheLanesDoNotKnow() {
        assertThat(preview("dst_9", NOW, "evt_1"))
                .singleElement()
                .satisfies(way -> assertThat(way.reason()).isEqualTo("the lanes know no such destination"));
    }

    @Test
    void saysThatATransformFails() {
        change("conn_1", 2, settings(List.of(), "$error('no')", true));
        awaitRouter();
        awaitCaughtUp();

        PreviewedWay way = preview("dst_1", NOW, "evt_1").getFirst();
        assertThat(way.request()).isNull();
        assertThat(way.reason()).startsWith("transform_error: ");
    }

    @Test
    void showsTheSizeOfABodyThatIsTooLargeToBeShown() {
        byte[] large = "x".repeat(70_000).getBytes(StandardCharsets.UTF_8);
        payloads.store("evt_3", large);
        pipeline.send(event("evt_3", "src_2", Payload.stored(large.length)));
        await().until(() -> pipeline.log(InboundEventEvent.class).size() == logged + 2);
        logged += 2;

        PreviewedRequest request =
                Objects.requireNonNull(preview("dst_2", NOW, "evt_3").getFirst().request());
        assertThat(request.size()).isEqualTo(70_000);
        assertThat(request.body()).isNull();
    }
}
