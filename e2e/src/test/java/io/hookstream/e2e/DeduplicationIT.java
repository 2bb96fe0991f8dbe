package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Sink.Received;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Of equal webhooks one is processed, however many come at once and whenever the process dies. */
@ExtendWith(ShowsProgramsOnFailure.class)
class DeduplicationIT {
    private static final int SENDERS = 100;
    private static final int KILLS = 3;
    /** Where the process dies differs from run to run; what must hold does not. */
    private final Random moments = new Random();

    @Test
    void everyStrategyComparesWhatItSays(@TempDir Path data) {
        try (Program program = Program.start(data);
                Sink sink = Sink.start()) {
            Api api = program.api();
            String hash = source(api, Map.of("dedup_strategy", "payload_hash"));
            String header = source(api, Map.of("dedup_strategy", "header_field", "dedup_field", "x-delivery"));
            String field = source(api, Map.of("dedup_strategy", "body_field", "dedup_field", "data.id"));
            String destination = api.destination(sink.url("/strategies"));
            List.of(hash, header, field).forEach(source -> api.connection(source, destination));
            List<String> processed = new ArrayList<>();

            String first = unique(send(api, hash, "{\"n\":1}"));
            processed.add(first);
            duplicate(send(api, hash, "{\"n\":1}"), first);
            processed.add(unique(send(api, hash, "{\"n\": 1}")));

            first = unique(send(api, header, "{\"n\":1}", "X-Delivery", "7"));
            processed.add(first);
            duplicate(send(api, header, "{\"n\":2}", "x-delivery", "7"), first);
            processed.add(unique(send(api, header, "{\"n\":1}", "X-Delivery", "8")));
            processed.add(unique(send(api, header, "{\"n\":1}", "X-Other", "7")));
            processed.add(unique(send(api, header, "{\"n\":1}", "X-Other", "7")));

            String pad = "\"" + "p".repeat(20_000) + "\"";
            first = unique(send(api, field, "{\"data\":{\"id\":\"pay_1\"}}"));
            processed.add(first);
            duplicate(send(api, field, "{\"pad\":" + pad + ",\"data\":{\"id\":\"pay_1\"}}"), first);
            processed.add(unique(send(api, field, "{\"data\":{\"id\":\"pay_2\"}}")));
            processed.add(unique(send(api, field, "not JSON")));
            processed.add(unique(send(api, field, "not JSON")));

            processed.forEach(id -> api.awaitEvent(id, "delivered"));
            api.awaitCaughtUp();
            assertThat(sink.received("/strategies"))
                    .extracting(Received::eventId)
                    .containsExactlyInAnyOrderElementsOf(processed);
            assertThat(api.get("/v1/sources/" + field)
                            .path("dedup_window_seconds")
                            .asInt())
                    .isEqualTo(300);
        }
    }

    @Test
    void afterItsWindowAWebhookIsProcessedAgain(@TempDir Path data) {
        try (Program program = Program.start(data)) {
            Api api = program.api();
            String source = source(api, Map.of("dedup_strategy", "payload_hash", "dedup_window_seconds", 5));
            String first = unique(send(api, source, "{\"n\":1}"));

            String second = await("the end of the window")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> id(send(api, source, "{\"n\":1}")), id -> !id.equals(first));
            duplicate(send(api, source, "{\"n\":1}"), second);
        }
    }

    @Test
    void ofAHundredAtOnceOneIsDelivered(@TempDir Path data) throws Exception {
        try (Program program = Program.start(data);
                Sink sink = Sink.start()) {
            Api api = program.api();
            String source = source(api, Map.of("dedup_strategy", "payload_hash"));
            api.connection(source, api.destination(sink.url("/once")));

            Senders senders = new Senders(api.withKey(null), source, "{\"order\":7}");
            senders.start(0);
            senders.join();

            String id = theOneThatWasProcessed(api, source, senders);
            assertThat(senders.answers.stream().filter(DeduplicationIT::isDuplicate))
                    .hasSize(SENDERS - 1);
            assertThat(api.total("events?source_id=" + source)).isEqualTo(SENDERS);
            assertThat(sink.received("/once")).extracting(Received::eventId).containsExactly(id);
        }
    }

    @Test
    void ofAHundredOneIsProcessedAlthoughTheProcessWasKilled(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        int port = Program.freePort();
        try (Sink sink = Sink.start()) {
            Program program = Program.start(data, port);
            try {
                for (int kill = 0; kill < KILLS; kill++) {
                    Api api = program.api();
                    String path = "/killed/" + kill;
                    String source = source(api, Map.of("dedup_strategy", "body_field", "dedup_field", "order"));
                    api.connection(source, api.destination(sink.url(path)));

                    Senders senders = new Senders(api.withKey(null), source, "{\"order\":" + kill + "}");
                    senders.start(moments.nextInt(1, 10));
                    int answered = moments.nextInt(SENDERS / 2);
                    await("answers")
                            .atMost(Api.VISIBLE_WITHIN)
                            .pollInterval(Duration.ofMillis(1))
                            .until(() -> senders.answers.size() >= answered);
                    program.kill();
                    program.close();
                    System.out.println("Killed after " + senders.answers.size() + " answers");
                    program = Program.start(data, port);
                    senders.join();

                    String id = theOneThatWasProcessed(program.api(), source, senders);
                    // Its own answer may be among those that the death of the process swallowed.
                    assertThat(senders.answers.stream().filter(DeduplicationIT::isDuplicate))
                            .hasSizeBetween(SENDERS - 1, SENDERS);
                    assertThat(sink.received(path))
                            .extracting(Received::eventId)
                            .containsOnly(id);
                }
            } finally {
                program.close();
            }
        }
    }

    /** Each answer names it, it is delivered, and all others that are stored are its duplicates. */
    private static String theOneThatWasProcessed(Api api, String source, Senders senders) {
        assertThat(senders.answers)
                .hasSize(SENDERS)
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        List<String> ids =
                senders.answers.stream().map(DeduplicationIT::id).distinct().toList();
        assertThat(ids).as("the events that were answered").hasSize(1);
        String id = ids.getFirst();
        JsonNode event = api.awaitEvent(id, "delivered");
        assertThat(event.path("dedup_status").asString()).isEqualTo("unique");
        api.awaitCaughtUp();
        List<JsonNode> others = api.all("events?source_id=" + source).stream()
                .filter(other -> !other.path("id").asString().equals(id))
                .toList();
        assertThat(others).hasSizeGreaterThanOrEqualTo(SENDERS - 1).allSatisfy(other -> {
            assertThat(other.path("dedup_status").asString()).isEqualTo("duplicate");
            assertThat(other.path("duplicate_of").asString()).isEqualTo(id);
            assertThat(other.path("status").asString()).isEqualTo("received");
        });
        return id;
    }

    /** Senders of the same webhook, each of which sends it until it is answered with success. */
    private static final class Senders {
        final Queue<Api.Reply> answers = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();
        private final CountDownLatch all = new CountDownLatch(1);
        private final Api api;
        private final String source;
        private final byte[] body;

        Senders(Api api, String source, String body) {
            this.api = api;
            this.source = source;
            this.body = body.getBytes(StandardCharsets.UTF_8);
        }

        /** @param apart milliseconds from one sender's start to the next's */
        void start(int apart) {
            for (int i = 0; i < SENDERS; i++) {
                int wait = i * apart;
                threads.add(Thread.ofVirtual().start(() -> send(wait)));
            }
            all.countDown();
        }

        private void send(int wait) {
            try {
                all.await();
                Thread.sleep(wait);
                while (true) {
                    try {
                        Api.Reply reply = api.send("POST", "/v1/ingest/" + source, body);
                        if (reply.status() < 500) {
                            answers.add(reply);
                            return;
                        }
                    } catch (UncheckedIOException dead) {
                        // Nobody knows whether it is stored: that is what the sender's retries are for.
                    }
                    Thread.sleep(50);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void join() throws InterruptedException {
            for (Thread thread : threads) {
                assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
            }
        }
    }

    private static String source(Api api, Map<String, ?> dedup) {
        Map<String, Object> source = new HashMap<>(Api.named("Source"));
        source.putAll(dedup);
        return api.call("POST", "/v1/sources", source).get("id").asString();
    }

    private static Api.Reply send(Api api, String source, String body, String... headers) {
        return api.withKey(null).send("POST", "/v1/ingest/" + source, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static String id(Api.Reply reply) {
        return reply.json().path("event_id").asString();
    }

    private static boolean isDuplicate(Api.Reply reply) {
        return reply.json().path("duplicate").asBoolean(false);
    }

    private static String unique(Api.Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().has("duplicate")).as("%s", reply).isFalse();
        return id(reply);
    }

    private static void duplicate(Api.Reply reply, String of) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(isDuplicate(reply)).as("%s", reply).isTrue();
        assertThat(id(reply)).isEqualTo(of);
    }
}
