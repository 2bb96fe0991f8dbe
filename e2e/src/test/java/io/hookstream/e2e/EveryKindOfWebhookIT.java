package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Sink.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What comes in goes out, whatever it is: the same bytes, once, and a restart changes nothing. */
@ExtendWith(ShowsProgramsOnFailure.class)
class EveryKindOfWebhookIT {
    private static final String PATH = "/every";
    private static final Duration QUIET = Duration.ofSeconds(3);

    @Test
    void everyWebhookArrivesOnceByteForByteAndStaysAfterARestart(@TempDir Path folder) {
        try (Sink sink = Sink.start()) {
            Map<String, Webhook> sent;
            String before;
            try (Program program = Program.start(folder.resolve("data"))) {
                Api api = program.api();
                String source = api.source();
                api.connection(source, api.destination(sink.url(PATH)));

                sent = sendAll(program.port(), source);

                await("every webhook at the sink")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> delivered(sink).keySet().containsAll(sent.keySet()));
                await("every event to be shown delivered")
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> api.total("events?status=delivered") == sent.size());
                api.awaitCaughtUp();
                eachArrivedOnceAsItWas(sink, sent);
                before = Dump.ofLists(api, "events", "delivery-attempts");
                assertThat(program.stop().took()).isLessThan(Program.STOPPED_WITHIN);
            }

            sink.forget();
            try (Program again = Program.start(folder.resolve("data"))) {
                Api api = again.api();
                api.awaitCaughtUp();
                await("nothing to be sent again")
                        .during(QUIET)
                        .atMost(QUIET.plusSeconds(2))
                        .until(() -> sink.count() == 0);
                assertThat(Set.copyOf(api.ids("events"))).isEqualTo(sent.keySet());
                assertThat(Dump.ofLists(api, "events", "delivery-attempts")).isEqualTo(before);
            }
        }
    }

    /** By event id, in the order of sending. */
    private static Map<String, Webhook> sendAll(int port, String source) {
        Map<String, Webhook> sent = new LinkedHashMap<>();
        List<Webhook> refused = new java.util.ArrayList<>();
        for (Webhook webhook : Webhook.everyKind()) {
            RawHttp.Answer answer = webhook.send(port, "/v1/ingest/" + source);
            if (answer.status() == 200) {
                sent.put(answer.json().get("event_id").asString(), webhook);
            } else {
                System.err.println("refused with " + answer + ": " + webhook.label());
                refused.add(webhook);
            }
        }
        assertThat(refused).extracting(Webhook::label).as("refused webhooks").isEmpty();
        assertThat(sent).as("event ids").hasSize(Webhook.everyKind().size());
        return sent;
    }

    private static void eachArrivedOnceAsItWas(Sink sink, Map<String, Webhook> sent) {
        assertThat(sink.count()).as("deliveries").isEqualTo(sent.size());
        Map<String, Received> arrived = delivered(sink);
        Map<String, String> wrong = new HashMap<>();
        sent.forEach((event, webhook) -> {
            Received delivery = arrived.get(event);
            if (!delivery.sha256().equals(Sink.sha256(webhook.body()))) {
                wrong.put(webhook.label(), "its " + webhook.body().length + " bytes are " + delivery.body().length);
            } else if (webhook.contentType() != null
                    && !webhook.contentType().equals(delivery.header("Content-Type"))) {
                wrong.put(webhook.label(), "its content type is " + delivery.header("Content-Type"));
            } else if (!"1".equals(delivery.header("X-hookstream-Delivery-Attempt"))) {
                wrong.put(webhook.label(), "its attempt is " + delivery.header("X-hookstream-Delivery-Attempt"));
            }
        });
        assertThat(wrong).as("webhooks that did not arrive as they were sent").isEmpty();
    }

    private static Map<String, Received> delivered(Sink sink) {
        Map<String, Received> byEvent = new HashMap<>();
        sink.received(PATH).forEach(request -> byEvent.put(request.eventId(), request));
        return byEvent;
    }
}
