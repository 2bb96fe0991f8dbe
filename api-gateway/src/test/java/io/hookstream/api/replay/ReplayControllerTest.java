package io.hookstream.api.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Revision;
import io.hookstream.messages.destination.DestinationQuery.FindDestination;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.DestinationView;
import io.hookstream.messages.projection.ProjectionQuery;
import io.hookstream.messages.projection.ProjectionQuery.ListProjections;
import io.hookstream.messages.projection.ProjectionQuery.ProjectionStatus;
import io.hookstream.messages.projection.ProjectionQuery.Projections;
import io.hookstream.messages.replay.ReplayCommand.StartReplay;
import io.hookstream.messages.replay.ReplayConfig;
import io.hookstream.messages.replay.ReplayQuery.CountReplayable;
import io.hookstream.messages.replay.ReplayQuery.FindReplay;
import io.hookstream.messages.replay.ReplayQuery.ListReplayable;
import io.hookstream.messages.replay.ReplayQuery.ListReplays;
import io.hookstream.messages.replay.ReplayQuery.Preview;
import io.hookstream.messages.replay.ReplayQuery.PreviewReplay;
import io.hookstream.messages.replay.ReplayQuery.PreviewedRequest;
import io.hookstream.messages.replay.ReplayQuery.PreviewedWay;
import io.hookstream.messages.replay.ReplayQuery.Replayable;
import io.hookstream.messages.replay.ReplayQuery.ReplayableCount;
import io.hookstream.messages.replay.ReplayQuery.Replays;
import io.hookstream.messages.replay.ReplayQuery.Selection;
import io.hookstream.messages.replay.ReplaySettings;
import io.hookstream.messages.replay.ReplayView;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;

class ReplayControllerTest {

    private static final String TIME = "2026-03-01T15:00:00Z";
    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-01T12:00:00Z");
    private static final Selection SELECTION = new Selection(Gateway.TENANT, "src_1", FROM, TO);
    private static final ReplaySettings SETTINGS =
            new ReplaySettings("dst_1", "src_1", FROM, TO, 20, 1000, ReplayConfig.NOW);
    private static final String BODY = """
        {"destination_id": "dst_1", "source_id": "src_1", "from": "2026-03-01T00:00:00Z",
         "to": "2026-03-01T12:00:00Z", "rate_limit": 20%s}""";

    private final Gateway gateway = Gateway.fresh();

    @BeforeEach
    void everythingIsThere() {
        ends(false, false);
        eventsAre(true, false);
        gateway.bus.query(CountReplayable.class, ReplayableCount.class, query -> new ReplayableCount(342));
        gateway.bus.query(ListReplayable.class, Replayable.class, q -> new Replayable(List.of("evt_1", "evt_2")));
        gateway.bus.query(FindReplay.class, ReplayView.class, query -> replay("running", 0, null));
        gateway.bus.command(StartReplay.class, command -> 0L);
    }

    private void ends(boolean destinationDeleted, boolean sourceDeleted) {
        DestinationSettings destination = new DestinationSettings(
                "Shop", "shop", "http", null, true, 5, "fixed", List.of(30), 16, null, null, null, null, null, null);
        gateway.bus.query(
                FindDestination.class,
                DestinationView.class,
                query -> query.id().equals("dst_1")
                        ? new DestinationView(
                                "dst_1",
                                Gateway.TENANT,
                                destination,
                                new Revision(0, destinationDeleted, TIME, TIME),
                                0)
                        : null);
        gateway.bus.query(
                FindSource.class,
                SourceView.class,
                query -> query.id().equals("src_1")
                        ? new SourceView(
                                "src_1",
                                Gateway.TENANT,
                                new SourceSettings("Stripe", "stripe", true),
                                new Revision(0, sourceDeleted, TIME, TIME),
                                0)
                        : null);
    }

    private void eventsAre(boolean running, boolean replaying) {
        eventsAre(running, replaying, 0);
    }

    private void eventsAre(boolean running, boolean replaying, long deadLetters) {
        gateway.bus.query(
                ListProjections.class,
                Projections.class,
                query -> new Projections(List.of(
                        new ProjectionStatus(ProjectionQuery.CONFIGURATION, true, 1, 1, 0, 0, false, 0, null),
                        new ProjectionStatus(
                                ProjectionQuery.EVENTS, running, 8, 8, 0, 0, replaying, deadLetters, null))));
    }

    private static ReplayView replay(String status, long succeeded, @Nullable String completedAt) {
        return new ReplayView(
                "rpl_1",
                Gateway.TENANT,
                SETTINGS,
                new Revision(0, false, TIME, TIME),
                status,
                342,
                succeeded,
                0,
                succeeded == 0 ? 0 : 2,
                completedAt);
    }

    private static String json(String status, int processed, int succeeded, int skipped, String completedAt) {
        return """
            {"id": "rpl_1", "destination_id": "dst_1", "source_id": "src_1", "from": "2026-03-01T00:00:00Z",
             "to": "2026-03-01T12:00:00Z", "rate_limit": 20, "max_events": 1000, "config": "now", "status": "%s",
             "total": 342, "processed": %d, "succeeded": %d, "failed": 0, "skipped": %d,
             "started_at": "2026-03-01T15:00:00Z", "completed_at": %s}""".formatted(status, processed, succeeded, skipped, completedAt);
    }

    private WebTestClient.ResponseSpec post(String body) {
        return gateway.client().post().uri("/v1/replay").bodyValue(body).exchange();
    }

    private static String body(String more) {
        return BODY.formatted(more);
    }

    @Test
    void aJobIsStartedForAllThatMatches() {
        post(body(""))
                .expectStatus()
                .isCreated()
                .expectBody()
                .json("{\"job\": " + json("running", 0, 0, 0, "null") + "}", JsonCompareMode.STRICT);

        StartReplay command = gateway.bus.only(StartReplay.class);
        assertThat(command.id()).matches("rpl_[0-9a-f]{32}");
        assertThat(command.settings()).isEqualTo(SETTINGS);
        assertThat(command.total()).isEqualTo(342);
        assertThat(gateway.bus.only(CountReplayable.class)).isEqualTo(new CountReplayable(SELECTION, 1000));
        assertThat(gateway.bus.received(PreviewReplay.class)).isEmpty();
    }

    @Test
    void whatIsToComeIsNotSelected() {
        Instant before = Instant.now();

        post(body("").replace("2026-03-01T12", "2999-03-01T12")).expectStatus().isCreated();

        assertThat(gateway.bus.only(CountReplayable.class).selection().until()).isBetween(before, Instant.now());
        assertThat(gateway.bus.only(StartReplay.class).settings().to()).isEqualTo("2999-03-01T12:00:00Z");
    }

    @Test
    void aDryRunShowsWhatWouldBeSentAndStoresNothing() {
        PreviewedRequest request = new PreviewedRequest(
                "POST",
                "https://shop.example/hook",
                Map.of("X-Api-Key", "****3456"),
                7,
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        gateway.bus.query(
                PreviewReplay.class,
                Preview.class,
                query -> new Preview(List.of(
                        new PreviewedWay("evt_1", TIME, "conn_1", null, request),
                        new PreviewedWay("evt_1", TIME, "conn_2", "the connection is disabled", null),
                        new PreviewedWay(
                                "evt_2",
                                TIME,
                                null,
                                null,
                                new PreviewedRequest("PUT", "https://shop.example/hook", Map.of(), 70_000, null)))));

        post(body(", \"max_events\": 2, \"config\": \"then\", \"dry_run\": true"))
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                    {"dry_run": true, "total": 342, "events": [
                      {"event_id": "evt_1", "received_at": "2026-03-01T15:00:00Z", "connection_id": "conn_1",
                       "action": "send", "reason": null, "method": "POST", "url": "https://shop.example/hook",
                       "headers": {"X-Api-Key": "****3456"}, "size": 7, "body": {"a": 1}, "body_encoding": "json"},
                      {"event_id": "evt_1", "received_at": "2026-03-01T15:00:00Z", "connection_id": "conn_2",
                       "action": "skip", "reason": "the connection is disabled", "method": null, "url": null,
                       "headers": null, "size": null, "body": null, "body_encoding": null},
                      {"event_id": "evt_2", "received_at": "2026-03-01T15:00:00Z", "connection_id": null,
                       "action": "send", "reason": null, "method": "PUT", "url": "https://shop.example/hook",
                       "headers": {}, "size": 70000, "body": null, "body_encoding": null}]}""", JsonCompareMode.STRICT);

        assertThat(gateway.bus.only(ListReplayable.class)).isEqualTo(new ListReplayable(SELECTION, null, 2));
        assertThat(gateway.bus.only(PreviewReplay.class))
                .isEqualTo(new PreviewReplay(Gateway.TENANT, "dst_1", ReplayConfig.THEN, List.of("evt_1", "evt_2")));
        assertThat(gateway.bus.received(StartReplay.class)).isEmpty();
    }

    @Test
    void aDryRunShowsNoMoreThanAHundred() {
        gateway.bus.query(PreviewReplay.class, Preview.class, query -> new Preview(List.of()));

        post(body(", \"dry_run\": true")).expectStatus().isOk();
        assertThat(gateway.bus.only(ListReplayable.class).limit()).isEqualTo(100);
    }

    @Test
    void whatIsUnknownOrDeletedIsNotFound() {
        notFound(body("").replace("dst_1", "dst_2"), "Destination not found");
        notFound(body("").replace("src_1", "src_2"), "Source not found");
        ends(true, false);
        notFound(body(""), "Destination not found");
        ends(false, true);
        notFound(body(""), "Source not found");
        notFound(body(", \"dry_run\": true"), "Source not found");
        assertThat(gateway.bus.received(StartReplay.class)).isEmpty();
    }

    @Test
    void whatIsDeletedMeanwhileIsNotFoundEither() {
        gateway.bus.command(StartReplay.class, command -> {
            throw Refused.notFound("Destination");
        });

        notFound(body(""), "Destination not found");
    }

    private void notFound(String body, String message) {
        post(body).expectStatus().isNotFound().expectBody().jsonPath("$.error").isEqualTo(message);
    }

    @Test
    void nothingIsStartedWhileTheEventsAreBeingReadAgain() {
        eventsAre(true, true);
        post(body(""))
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .exists("Retry-After")
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("The events are not completely read from the log yet: try again");
        eventsAre(true, false, 1);
        post(body("")).expectStatus().isEqualTo(503);
        eventsAre(false, false);
        post(body(", \"dry_run\": true")).expectStatus().isEqualTo(503);
        assertThat(gateway.bus.received(StartReplay.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"from": "2026-03-01T00:00:00Z", "to": "2026-03-01T12:00:00Z"}                            | destination_id:
        {"destination_id": "dst_1", "to": "2026-03-01T12:00:00Z"}                                 | from:
        {"destination_id": "dst_1", "from": "yesterday", "to": "2026-03-01T12:00:00Z"}            | from:
        {"destination_id": "dst_1", "from": 5, "to": "2026-03-01T12:00:00Z"}                      | from:
        {"destination_id": "dst_1", "from": "2026-03-01T12:00:00Z", "to": "2026-03-01T00:00:00Z"} | from:
        {"destination_id": "dst_1", "from": "+999999999-01-01T00:00:00Z", "to": "2026-03-01T00:00:00Z"} | from:
        {"destination_id": 7}                                                                     | destination_id:
        {"rate_limit": "20"}                                                                      | rate_limit:
        {"dry_run": "yes"}                                                                        | dry_run:
        {"speed": 5}                                                                              | speed:
        """)
    void whatIsWrongIsNamed(String body, String field) {
        post(body)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .value(String.class, error -> assertThat(error).startsWith(field));
        assertThat(gateway.bus.received(StartReplay.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"rate_limit,101", "max_events,10001", "config,'\"later\"'"})
    void whatIsOutOfBoundsIsNamed(String field, String value) {
        String body = body("").replace(", \"rate_limit\": 20", ", \"" + field + "\": " + value);

        post(body)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .value(String.class, error -> assertThat(error).startsWith(field + ": "));
    }

    @Test
    void aJobTellsHowFarItHasCome() {
        gateway.bus.query(
                FindReplay.class, ReplayView.class, query -> replay("completed", 340, "2026-03-01T15:00:18Z"));

        gateway.client()
                .get()
                .uri("/v1/replay/rpl_1")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json(
                        "{\"job\": " + json("completed", 342, 340, 2, "\"2026-03-01T15:00:18Z\"") + "}",
                        JsonCompareMode.STRICT);
        assertThat(gateway.bus.only(FindReplay.class)).isEqualTo(new FindReplay("rpl_1", Gateway.TENANT));
    }

    @Test
    void aJobThatIsNotThereIsNotFound() {
        gateway.bus.query(FindReplay.class, ReplayView.class, query -> null);

        gateway.client()
                .get()
                .uri("/v1/replay/rpl_1")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("Replay not found");
    }

    @Test
    void theListHasTheNewestFirstPageByPage() {
        gateway.bus.query(
                ListReplays.class,
                Replays.class,
                query -> new Replays(List.of(replay("running", 0, null)), "rpl_0192f0c1000070008000000089abcdef"));

        gateway.client()
                .get()
                .uri("/v1/replay?limit=1")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"jobs\": [" + json("running", 0, 0, 0, "null") + "], \"has_more\": true}")
                .jsonPath("$.cursor")
                .isNotEmpty();
        assertThat(gateway.bus.only(ListReplays.class).page().limit()).isEqualTo(1);
    }

    @Test
    void startingNeedsTheScopeToWrite() {
        gateway.with("read")
                .post()
                .uri("/v1/replay")
                .bodyValue(body(""))
                .exchange()
                .expectStatus()
                .isForbidden();
    }
}
