package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.e2e.Sink.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;

/** How late retries come, from the recorded end of the attempt before. */
final class RetryTimes {
    static final Duration LATEST = Duration.ofMillis(500);
    /** Times are stored in whole milliseconds. */
    private static final Duration ROUNDING = Duration.ofMillis(1);

    private RetryTimes() {}

    /**
     * The lateness of each retry of a destination's deliveries, in order.
     *
     * @param delays how long after a failed attempt of this number the next one is due; null if there is to be none
     */
    static List<Duration> lateness(Api api, Sink sink, String path, String destination, IntFunction<Duration> delays) {
        Map<String, Received> requests = new HashMap<>();
        sink.received(path).forEach(request -> requests.put(request.eventId() + " " + request.attempt(), request));
        return api.all("delivery-attempts?status=failed&destination_id=" + destination).stream()
                .filter(attempt -> delays.apply(number(attempt)) != null)
                .map(attempt -> {
                    Instant due = ended(attempt).plus(delays.apply(number(attempt)));
                    String next = attempt.get("event_id").asString() + " " + (number(attempt) + 1);
                    assertThat(requests).as("requests at %s", path).containsKey(next);
                    return Duration.between(due, requests.get(next).at());
                })
                .sorted()
                .toList();
    }

    static void areOnTime(String what, List<Duration> lateness) {
        assertThat(lateness).as(what).isNotEmpty();
        System.out.printf(
                "%s: %d retries came p50 %d ms, at most %d ms after they were due%n",
                what,
                lateness.size(),
                lateness.get(lateness.size() / 2).toMillis(),
                lateness.getLast().toMillis());
        Duration latest = Faults.limit(LATEST);
        assertThat(lateness).as(what).allSatisfy(late -> assertThat(late).isBetween(ROUNDING.negated(), latest));
    }

    private static int number(JsonNode attempt) {
        return attempt.get("attempt_number").asInt();
    }

    private static Instant ended(JsonNode attempt) {
        return Instant.parse(attempt.get("attempted_at").asString())
                .plusMillis(attempt.get("latency_ms").asLong());
    }
}
