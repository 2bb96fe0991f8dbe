package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Sink.Received;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Scenario 8: webhooks that are hard to digest hold no others, and what became of them can be seen. */
@ExtendWith(ShowsProgramsOnFailure.class)
class PoisonIT {
    private static final int DEPTH = 500;
    private static final int LARGE = 15 << 20;
    private static final int PER_SECOND = 20;
    private static final int ROUNDS = Faults.either(1, 20);
    /** The short form runs beside other tests; what poison holds would wait for longer. */
    private static final Duration LAG = Duration.ofSeconds(Faults.either(20, 5));

    private static final Duration OVER_WITHIN = Duration.ofSeconds(Faults.either(120, 60));

    /** Every path that one may end on: as it came, through a filter, through a transform, through both. */
    private static final Map<String, Map<String, ?>> CONNECTIONS = Map.of(
            "/as-it-came", Map.of(),
            "/filtered", Map.of("filter_rules", Api.rule("payload.a.a.a.n", "exists", false)),
            "/transformed",
                    Map.of("transform_expression", "{\"keys\": $keys($), \"deep\": a.a.a, \"size\": $length(pad)}"),
            "/both",
                    Map.of(
                            "filter_rules",
                            Api.rule("payload.pad", "neq", "x"),
                            "transform_expression",
                            "{\"all\": $$, \"n\": $count(**)}"));

    @Test
    void poisonHoldsNobodyAndItsEndIsShown(@TempDir Path folder) {
        try (Program program = Program.start(folder.resolve("data"), "--hookstream.gateway.max-payload=25MB");
                Sink sink = Sink.start();
                Ledger ledger = Ledger.in(folder)) {
            Api api = program.api();
            String source = api.source();
            CONNECTIONS.forEach((path, how) -> api.connection(source, api.destination(sink.url(path)), how));
            String healthy = api.source();
            api.connection(healthy, api.destination(sink.url("/healthy")));
            Load load = new Load(api, ledger);
            Map<String, byte[]> poison = new LinkedHashMap<>();

            try (Load.Running others = load.start(PER_SECOND, healthy)) {
                for (int round = 0; round < ROUNDS; round++) {
                    for (byte[] body : poisons()) {
                        poison.put(send(api.withKey(null), source, body), body);
                    }
                }
                poison.forEach((event, body) -> itsEndIsShown(api, sink, event, body));
            }

            List<Received> delivered = await("the others")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> sink.received("/healthy"), requests -> requests.size() >= ledger.size());
            Duration slowest = delivered.stream()
                    .map(load::latency)
                    .max(Duration::compareTo)
                    .orElseThrow();
            System.out.printf("Beside poison: %d others, the slowest %d ms%n", delivered.size(), slowest.toMillis());
            assertThat(slowest).isLessThan(LAG);
            api.awaitCaughtUp();
            assertThat(api.send("GET", "/v1/health", null).status()).isEqualTo(200);
            assertThat(ledger.entries())
                    .extracting(Ledger.Entry::eventId)
                    .allSatisfy(event ->
                            assertThat(delivered).extracting(Received::eventId).contains(event));
        }
    }

    /** As a sender does: again, if there is no room for it or no time. */
    private static String send(Api api, String source, byte[] body) {
        return await("poison to be taken")
                .atMost(OVER_WITHIN)
                .until(() -> api.send("POST", "/v1/ingest/" + source, body), reply -> {
                    assertThat(reply.status()).isIn(200, 503);
                    return reply.status() == 200;
                })
                .json()
                .get("event_id")
                .asString();
    }

    private static List<byte[]> poisons() {
        return List.of(
                utf8("{\"a\":".repeat(DEPTH) + "1" + "}".repeat(DEPTH)),
                utf8("[".repeat(DEPTH) + "]".repeat(DEPTH)),
                utf8("{\"a\\u0000b\":{\"\\u0000\":1},\"a\":{\"a\":{\"\\u0000\":2}}}"),
                utf8("{\"n\":" + "9".repeat(1_001) + ",\"m\":1e999999999}"),
                utf8("{\"pad\":\"" + "p".repeat(LARGE) + "\"}"),
                utf8("{\"items\":[" + "{\"name\":\"thing\",\"price\":12.5},".repeat(LARGE / 31) + "{}]}"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As it came it arrives; what a transform fails on is dead and says why; the rest is filtered or delivered. */
    private static void itsEndIsShown(Api api, Sink sink, String event, byte[] body) {
        await("the end of " + event)
                .atMost(OVER_WITHIN)
                // While 15 MB are parsed in a small heap an answer may take too long; the end is what is asked for.
                .ignoreException(UncheckedIOException.class)
                .until(
                        () -> api.get("/v1/events/" + event),
                        found -> Set.of("delivered", "failed")
                                .contains(found.get("status").asString()));
        assertThat(sink.received("/as-it-came"))
                .filteredOn(request -> request.eventId().equals(event))
                .singleElement()
                .satisfies(request -> assertThat(request.body()).isEqualTo(body));
        await("what is dead to be shown as that")
                .atMost(OVER_WITHIN)
                .ignoreException(UncheckedIOException.class)
                .untilAsserted(() -> whatFailedIsDead(api, event));
    }

    private static void whatFailedIsDead(Api api, String event) {
        for (JsonNode attempt : api.all("delivery-attempts?status=failed&event_id=" + event)) {
            JsonNode detail =
                    api.get("/v1/delivery-attempts/" + attempt.get("id").asString());
            assertThat(detail.get("error_type").asString()).isEqualTo("transform_error");
            assertThat(detail.get("error_message").asString()).isNotBlank();
            assertThat(detail.get("is_dlq").asInt()).isOne();
        }
    }
}
