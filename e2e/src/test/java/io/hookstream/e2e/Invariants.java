package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Ledger.Entry;
import io.hookstream.e2e.Sink.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must hold after every fault, by comparison of the sender's ledger with the receiver's record. Each source's paths
 * at the receiver are those that its connections lead to, without a filter or a transform.
 */
final class Invariants {
    private final Ledger ledger;
    private final Load load;
    private final Sink sink;
    private final Map<String, Set<String>> paths;

    Invariants(Ledger ledger, Load load, Sink sink, Map<String, Set<String>> paths) {
        this.ledger = ledger;
        this.load = load;
        this.sink = sink;
        this.paths = paths;
    }

    /** All four, once nothing is pending any more. */
    void hold(Api api, Duration within) {
        nothingIsLostAndAllComesToAnEnd(api, within);
        everyAttemptHasTheBodyThatWasSent();
        aWebhookIsOneEventInEveryAttempt();
        nothingGoesWhereItsConnectionsDoNotLead();
    }

    /** I1: acknowledged is delivered, or dead and shown as that; for a while it may be pending, and is shown as that. */
    private void nothingIsLostAndAllComesToAnEnd(Api api, Duration within) {
        List<Entry> acknowledged = ledger.entries();
        assertThat(acknowledged).isNotEmpty();
        await("every acknowledged webhook to be delivered or dead")
                .atMost(within)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    Set<String> missing = undelivered(acknowledged);
                    if (!missing.isEmpty()) {
                        missing.removeAll(dead(api));
                    }
                    assertThat(missing).isEmpty();
                });
        api.awaitCaughtUp();
        // What has just arrived is not in the log yet: then nobody is behind it.
        await("every end to be shown").atMost(within).untilAsserted(() -> {
            Set<String> delivered = new HashSet<>(api.ids("events?status=delivered"));
            Set<String> dead = dead(api);
            Set<String> undelivered = undelivered(acknowledged);
            for (Entry entry : acknowledged) {
                boolean shown = undelivered.contains(entry.eventId())
                        ? dead.contains(entry.eventId())
                        : delivered.contains(entry.eventId());
                assertThat(shown)
                        .as("how event %s ended is shown", entry.eventId())
                        .isTrue();
            }
        });
    }

    private static Set<String> dead(Api api) {
        Set<String> dead = new HashSet<>();
        api.all("delivery-attempts?is_dlq=1")
                .forEach(attempt -> dead.add(attempt.get("event_id").asString()));
        return dead;
    }

    private Set<String> undelivered(List<Entry> acknowledged) {
        Map<String, Set<String>> succeeded = new HashMap<>();
        for (Received request : sink.received()) {
            if (request.succeeded()) {
                succeeded
                        .computeIfAbsent(request.eventId(), id -> new HashSet<>())
                        .add(request.path());
            }
        }
        Set<String> missing = new TreeSet<>();
        for (Entry entry : acknowledged) {
            Set<String> reached = succeeded.getOrDefault(entry.eventId(), Set.of());
            if (!reached.containsAll(paths.get(entry.source()))) {
                missing.add(entry.eventId());
            }
        }
        return missing;
    }

    /** I2. Also of those whose acknowledgement never arrived. */
    private void everyAttemptHasTheBodyThatWasSent() {
        Map<String, String> hashes = new HashMap<>();
        ledger.entries().forEach(entry -> hashes.put(entry.eventId(), entry.sha256()));
        List<String> wrong = new ArrayList<>();
        for (Received request : sink.received()) {
            String hash = request.sha256();
            String known = hashes.putIfAbsent(request.eventId(), hash);
            if (!load.hasSent(hash) || (known != null && !known.equals(hash))) {
                wrong.add(request.eventId());
            }
        }
        assertThat(wrong).as("events with another body than was sent").isEmpty();
    }

    /** I3. The attempts of a delivery count up, and one that a crash repeats keeps its number. */
    private void aWebhookIsOneEventInEveryAttempt() {
        Map<String, String> eventOf = new HashMap<>();
        Map<String, Integer> lastAttempt = new HashMap<>();
        for (Received request : sink.received()) {
            String event = request.eventId();
            assertThat(eventOf.computeIfAbsent(request.sha256(), hash -> event)).isEqualTo(event);
            Integer last = lastAttempt.put(event + " " + request.path(), request.attempt());
            assertThat(request.attempt())
                    .as("attempt of %s at %s", event, request.path())
                    .isBetween(last == null ? 1 : last, last == null ? 1 : last + 1);
        }
    }

    /** I4, as far as one organization can show it. */
    private void nothingGoesWhereItsConnectionsDoNotLead() {
        List<String> strays = sink.received().stream()
                .filter(request -> !paths.getOrDefault(
                                Json.read(request.body()).path("source").asString(), Set.of())
                        .contains(request.path()))
                .map(request -> request.eventId() + " at " + request.path())
                .toList();
        assertThat(strays).isEmpty();
    }
}
