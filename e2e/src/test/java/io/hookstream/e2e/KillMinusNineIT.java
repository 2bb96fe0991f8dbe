package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Sink.Received;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An acknowledged webhook survives the death of the process at any moment. */
@ExtendWith(ShowsProgramsOnFailure.class)
class KillMinusNineIT {
    private static final String PATH = "/survives";
    private static final int CLIENTS = 16;
    private static final int KILLS = 3;
    /** The default of a destination: so many deliveries can be under way when the process dies. */
    private static final int MAX_CONCURRENCY = 16;
    /** Where the process dies differs from run to run; what must hold does not. */
    private final Random moments = new Random();

    private final AtomicBoolean sending = new AtomicBoolean(true);
    private final AtomicLong sequence = new AtomicLong();
    private final Map<Long, String> sent = new ConcurrentHashMap<>();
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    @Test
    void everyAcknowledgedWebhookIsDeliveredAlthoughTheProcessWasKilled(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        int port = Program.freePort();
        try (Sink sink = Sink.start()) {
            Program program = Program.start(data, port);
            try {
                Api api = program.api();
                String source = api.source();
                api.connection(source, api.destination(sink.url(PATH)));
                List<Thread> clients = startClients(api.withKey(null), source);

                for (int kill = 0; kill < KILLS; kill++) {
                    int before = acknowledged.size();
                    await("load").atMost(Duration.ofSeconds(30)).until(() -> acknowledged.size() > before + 300);
                    Thread.sleep(moments.nextInt(1_500));
                    program.kill();
                    program.close();
                    program = Program.start(data, port);
                }
                int before = acknowledged.size();
                await("load after the last restart")
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> acknowledged.size() > before + 300);
                sending.set(false);
                for (Thread client : clients) {
                    client.join();
                }

                await("every acknowledged webhook at the sink")
                        .atMost(Duration.ofSeconds(90))
                        .untilAsserted(() -> assertThat(missing(sink)).isEmpty());
                program.api().awaitCaughtUp();
                bodiesAreThoseThatWereSent(sink);
                onlyWhatWasUnderWayCameTwice(sink);
                everythingIsShownDelivered(program.api());
            } finally {
                sending.set(false);
                program.close();
            }
        }
    }

    private List<Thread> startClients(Api api, String source) {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofVirtual().start(() -> sendUntilStopped(api, source)));
        }
        return clients;
    }

    private void sendUntilStopped(Api api, String source) {
        while (sending.get()) {
            long number = sequence.incrementAndGet();
            // Every 20th is past 10 KB, where payloads have a store of their own.
            String body = "{\"n\":" + number + ",\"pad\":\"" + "p".repeat(number % 20 == 0 ? 12_000 : 600) + "\"}";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            sent.put(number, Sink.sha256(bytes));
            try {
                Api.Reply reply = api.send("POST", "/v1/ingest/" + source, bytes);
                if (reply.status() / 100 == 2) {
                    acknowledged.put(reply.json().get("event_id").asString(), number);
                }
                Thread.sleep(10);
            } catch (UncheckedIOException dead) {
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<String> missing(Sink sink) {
        Set<String> missing = new TreeSet<>(acknowledged.keySet());
        sink.received(PATH).forEach(request -> missing.remove(request.eventId()));
        return missing;
    }

    /** Also those whose answer the death of the process swallowed: one event is one body, in every attempt. */
    private void bodiesAreThoseThatWereSent(Sink sink) {
        Map<String, Long> numbers = new ConcurrentHashMap<>(acknowledged);
        List<String> wrong = new ArrayList<>();
        for (Received request : sink.received(PATH)) {
            long number = Json.read(request.body()).path("n").asLong();
            Long known = numbers.putIfAbsent(request.eventId(), number);
            if (!request.sha256().equals(sent.get(number)) || (known != null && known != number)) {
                wrong.add(request.eventId());
            }
        }
        assertThat(wrong).as("events with another body than was sent").isEmpty();
    }

    private static void onlyWhatWasUnderWayCameTwice(Sink sink) {
        Set<String> events = new HashSet<>();
        List<String> again = sink.received(PATH).stream()
                .map(Received::eventId)
                .filter(event -> !events.add(event))
                .toList();
        System.out.println(events.size() + " events delivered over " + KILLS + " kills, " + again.size() + " again");
        assertThat(again).as("deliveries repeated").hasSizeLessThanOrEqualTo(KILLS * MAX_CONCURRENCY);
    }

    private void everythingIsShownDelivered(Api api) {
        Set<String> shown = new HashSet<>(api.ids("events?status=delivered"));
        assertThat(shown).containsAll(acknowledged.keySet());
    }
}
