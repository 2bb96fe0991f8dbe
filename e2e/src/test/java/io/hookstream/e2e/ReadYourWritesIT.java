package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A change that was answered is seen by the very next request, although the read models follow the log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ShowsProgramsOnFailure.class)
class ReadYourWritesIT {
    private static final int TIMES = 50;

    private final Sink sink = Sink.start();
    private Program program;
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) {
        program = Program.start(folder.resolve("data"));
        api = program.api();
    }

    @AfterAll
    void stop() {
        program.close();
        sink.close();
    }

    @Test
    void whatWasCreatedIsListedAndRoutesTheNextWebhook() {
        for (int i = 0; i < TIMES; i++) {
            String path = "/created-" + i;
            String source = api.source();
            assertThat(firstOf("sources")).isEqualTo(source);
            String destination = api.destination(sink.url(path));
            assertThat(firstOf("destinations")).isEqualTo(destination);
            String connection = api.connection(source, destination);
            assertThat(firstOf("connections")).isEqualTo(connection);

            String event = api.ingest(source, Map.of("n", i));

            sink.awaitEvent(path, event);
        }
    }

    @Test
    void whatWasChangedIsShown() {
        String destination = api.destination(sink.url("/changed"));
        for (int i = 0; i < TIMES; i++) {
            JsonNode answered = api.patch("/v1/destinations/" + destination, Map.of("name", "Name " + i));
            assertThat(answered.get("name").asString()).isEqualTo("Name " + i);
            assertThat(api.get("/v1/destinations/" + destination).get("name").asString())
                    .isEqualTo("Name " + i);
        }
    }

    @Test
    void aChangedFilterCountsForTheNextWebhook() {
        String source = api.source();
        String connection = api.connection(
                source,
                api.destination(sink.url("/refiltered")),
                Map.of("filter_rules", Api.rule("payload.n", "lt", 0)));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            // The filter names the number of the one webhook that may pass.
            api.patch("/v1/connections/" + connection, Map.of("filter_rules", Api.rule("payload.n", "eq", i)));
            expected.add(api.ingest(source, Map.of("n", i)));
            api.ingest(source, Map.of("n", i + 1));
        }
        expected.forEach(event -> sink.awaitEvent("/refiltered", event));
        api.awaitCaughtUp();
        assertThat(sink.received("/refiltered"))
                .extracting(Sink.Received::eventId)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aDeletedConnectionDeliversNothingNew() {
        String source = api.source();
        String destination = api.destination(sink.url("/deleted"));
        for (int i = 0; i < 10; i++) {
            String connection = api.connection(source, destination);
            String event = api.ingest(source, Map.of("wanted", i));
            sink.awaitEvent("/deleted", event);
            api.delete("/v1/connections/" + connection);
            assertThat(api.ids("connections?source_id=" + source)).isEmpty();
            assertThat(api.send("GET", "/v1/connections/" + connection, null).status())
                    .isEqualTo(404);
            api.ingest(source, Map.of("unwanted", i));
        }
        api.awaitCaughtUp();
        assertThat(sink.received("/deleted")).hasSize(10);
    }

    @Test
    void aDeletedSourceOrDestinationIsGoneAtOnce() {
        String source = api.source();
        api.delete("/v1/sources/" + source);
        assertThat(api.ids("sources")).doesNotContain(source);
        assertThat(api.send("GET", "/v1/sources/" + source, null).status()).isEqualTo(404);
        assertThat(api.send("POST", "/v1/ingest/" + source, Map.of()).status()).isEqualTo(404);

        String destination = api.destination(sink.url("/gone"));
        api.delete("/v1/destinations/" + destination);
        assertThat(api.ids("destinations")).doesNotContain(destination);
        assertThat(api.send("GET", "/v1/destinations/" + destination, null).status())
                .isEqualTo(404);
    }

    @Test
    void pagesWalkEverythingOnceNewestFirst() {
        String source = api.source();
        List<String> connections = new ArrayList<>();
        String destination = api.destination(sink.url("/paged"));
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            connections.add(api.connection(source, destination, Map.of("name", "Connection " + i)));
            events.add(api.ingest(source, Map.of("n", i)));
        }
        Collections.reverse(connections);
        Collections.reverse(events);
        api.awaitCaughtUp();
        for (int limit : List.of(1, 7, 23, 100)) {
            assertThat(walk("connections?source_id=" + source, limit)).isEqualTo(connections);
            assertThat(walk("events?source_id=" + source, limit)).isEqualTo(events);
        }
        assertThat(api.total("events?source_id=" + source)).isEqualTo(23);
    }

    private String firstOf(String list) {
        return api.get("/v1/" + list + "?limit=1").get(list).get(0).get("id").asString();
    }

    private List<String> walk(String list, int limit) {
        return api.all(list, limit).stream()
                .map(item -> item.get("id").asString())
                .toList();
    }
}
