package io.hookstream.api.issue;

import static io.hookstream.api.Gateway.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Revision;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.EventQuery.DeadDeliveries;
import io.hookstream.messages.event.EventQuery.DeadDelivery;
import io.hookstream.messages.event.EventQuery.ListDeadDeliveries;
import io.hookstream.messages.event.InboundEventCommand.Retried;
import io.hookstream.messages.event.InboundEventCommand.RetryEvent;
import io.hookstream.messages.issue.IssueCommand.UpdateIssue;
import io.hookstream.messages.issue.IssueQuery.CountIssues;
import io.hookstream.messages.issue.IssueQuery.FindIssue;
import io.hookstream.messages.issue.IssueQuery.Issues;
import io.hookstream.messages.issue.IssueQuery.ListIssues;
import io.hookstream.messages.issue.IssueQuery.Summary;
import io.hookstream.messages.issue.IssueView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class IssueControllerTest {

    private static final String FIRST = "2026-03-01T10:00:00Z";
    private static final String LAST = "2026-03-01T14:30:00Z";
    private static final String JSON = """
        {"id": "iss_1", "destination_id": "dst_1", "destination_name": "Backend API", "error_type": "http_5xx",
         "message": "Destination returned 503 Service Unavailable", "status": "open", "severity": "error",
         "occurrence_count": 23, "dead_count": 2, "first_seen_at": "2026-03-01T10:00:00Z",
         "last_seen_at": "2026-03-01T14:30:00Z", "acknowledged_at": null, "resolved_at": null, "snoozed_until": null,
         "recent_attempt_ids": ["da_aaa111", "da_bbb222", "da_ccc333"]}""";

    private final Gateway gateway = Gateway.fresh();

    private static IssueView issue() {
        return new IssueView(
                "iss_1",
                TENANT,
                new Revision(1, false, FIRST, FIRST),
                "dst_1",
                "Backend API",
                "http_5xx",
                "Destination returned 503 Service Unavailable",
                "open",
                "error",
                23,
                2,
                Instant.parse(FIRST),
                Instant.parse(LAST),
                null,
                null,
                null,
                List.of("da_aaa111", "da_bbb222", "da_ccc333"));
    }

    private void found() {
        gateway.bus.query(FindIssue.class, IssueView.class, query -> query.id().equals("iss_1") ? issue() : null);
    }

    private ListIssues listed(String parameters) {
        gateway.bus.query(ListIssues.class, Issues.class, query -> new Issues(List.of(), 0));
        get("/v1/issues" + parameters).expectStatus().isOk();
        return gateway.bus.only(ListIssues.class);
    }

    private ResponseSpec get(String path) {
        return gateway.client().get().uri(path).exchange();
    }

    private ResponseSpec patch(String body) {
        return gateway.client().patch().uri("/v1/issues/iss_1").bodyValue(body).exchange();
    }

    private ResponseSpec retry(String id) {
        return gateway.client().post().uri("/v1/issues/" + id + "/retry").exchange();
    }

    private static void isRefused(ResponseSpec response, String message) {
        response.expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .value(error -> assertThat(error.toString()).startsWith(message));
    }

    @Test
    void aListHasTheDocumentedShape() {
        gateway.bus.query(ListIssues.class, Issues.class, query -> new Issues(List.of(issue()), 3));

        get("/v1/issues?limit=1&offset=1")
                .expectStatus()
                .isOk()
                .expectBody()
                .json(
                        "{\"issues\": [" + JSON
                                + "], \"pagination\": {\"total\": 3, \"limit\": 1, \"offset\": 1, \"has_more\": true}}",
                        JsonCompareMode.STRICT);
        ListIssues query = gateway.bus.only(ListIssues.class);
        assertThat(query.offset()).isEqualTo(1);
        assertThat(query.limit()).isEqualTo(1);
    }

    @Test
    void whatIsOpenAndNotSnoozedIsListedUnlessAskedOtherwise() {
        ListIssues query = listed("");
        assertThat(query.tenant()).isEqualTo(TENANT);
        assertThat(query.status()).isEqualTo("open");
        assertThat(query.awakeAt()).isNotNull();
        assertThat(query.destinationId()).isNull();
        assertThat(query.offset()).isZero();
        assertThat(query.limit()).isEqualTo(50);
    }

    @Test
    void allAreAllAlsoThoseThatAreSnoozed() {
        assertThat(listed("?status=all&destination_id=dst_1"))
                .isEqualTo(new ListIssues(TENANT, null, "dst_1", null, 0, 50));
    }

    @Test
    void thoseThatAreSnoozedAreListedWhenAskedFor() {
        assertThat(listed("?snoozed=true")).isEqualTo(new ListIssues(TENANT, "open", null, null, 0, 50));
    }

    @ParameterizedTest
    @CsvSource({
        "status=closed, status: must be one of open",
        "snoozed=maybe, snoozed: must be true or false",
        "limit=101, limit: must be",
        "limit=0, limit: must be",
        "offset=-1, offset: must be"
    })
    void aParameterThatCannotBeIsNamed(String parameter, String message) {
        isRefused(get("/v1/issues?" + parameter), message);
    }

    @Test
    void theSummaryCountsByStatus() {
        gateway.bus.query(CountIssues.class, Summary.class, query -> new Summary(3, 1, 45, 2));
        get("/v1/issues/summary")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"open\": 3, \"acknowledged\": 1, \"resolved\": 45, \"snoozed\": 2}", JsonCompareMode.STRICT);
    }

    @Test
    void anIssueIsShown() {
        found();
        get("/v1/issues/iss_1").expectStatus().isOk().expectBody().json(JSON, JsonCompareMode.STRICT);
        get("/v1/issues/iss_2").expectStatus().isNotFound();
        retry("iss_2").expectStatus().isNotFound();
    }

    @Test
    void aChangeIsAnsweredAsItThenIs() {
        gateway.bus.command(UpdateIssue.class, command -> 1L);
        found();
        patch("{\"status\": \"resolved\", \"snoozed_until\": null}")
                .expectStatus()
                .isOk()
                .expectBody()
                .json(JSON, JsonCompareMode.STRICT);
        UpdateIssue command = gateway.bus.only(UpdateIssue.class);
        assertThat(command.id()).isEqualTo("iss_1");
        assertThat(command.tenant()).isEqualTo(TENANT);
        assertThat(command.patch()).containsEntry("status", "resolved").containsEntry("snoozed_until", null);
    }

    @Test
    void itIsSnoozedUntilATimeInTheFuture() {
        gateway.bus.command(UpdateIssue.class, command -> 1L);
        found();
        patch("{\"snoozed_until\": \"2999-01-01T02:00:00+02:00\"}")
                .expectStatus()
                .isOk();
        assertThat(gateway.bus.only(UpdateIssue.class).patch())
                .isEqualTo(Map.of("snoozed_until", "2999-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"snoozed_until": "2020-01-01T00:00:00Z"} | snoozed_until: must be in the future; was 2020-01-01T00:00:00Z
        {"snoozed_until": "tomorrow"}             | snoozed_until: must be a time
        {"snoozed_until": 5}                      | snoozed_until:
        {"status": 5}                             | status: must be a string
        {"severity": "error"}                     | severity: unknown field
        []                                        | The body must be a JSON object
        """)
    void aFieldThatCannotBeIsNamed(String body, String message) {
        isRefused(patch(body), message);
        assertThat(gateway.bus.received(UpdateIssue.class)).isEmpty();
    }

    @Test
    void theDeadDeliveriesOfAnIssueAreTriedAgain() {
        found();
        gateway.bus.query(
                ListDeadDeliveries.class,
                DeadDeliveries.class,
                query -> new DeadDeliveries(
                        List.of(
                                new DeadDelivery("evt_1", "dlv_1"),
                                new DeadDelivery("evt_2", "dlv_2"),
                                new DeadDelivery("evt_3", "dlv_3")),
                        1200));
        gateway.bus.command(RetryEvent.class, command -> {
            DeliveryTarget target = new DeliveryTarget("dlv", "conn_1", "dst_1");
            return switch (command.eventId()) {
                case "evt_1" -> new Retried(List.of(target), List.of(), List.of());
                case "evt_2" -> new Retried(List.of(), List.of(target), List.of());
                default -> throw Refused.notFound("Delivery");
            };
        });

        retry("iss_1")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"retried\": 2, \"total\": 1200}", JsonCompareMode.STRICT);

        assertThat(gateway.bus.only(ListDeadDeliveries.class))
                .isEqualTo(new ListDeadDeliveries(
                        TENANT, "dst_1", "http_5xx", Instant.parse(FIRST), Instant.parse(LAST), 1000));
        assertThat(gateway.bus.received(RetryEvent.class))
                .containsExactlyInAnyOrder(
                        new RetryEvent("evt_1", TENANT, "dlv_1"),
                        new RetryEvent("evt_2", TENANT, "dlv_2"),
                        new RetryEvent("evt_3", TENANT, "dlv_3"));
    }

    @Test
    void aStoreThatIsDownIsSaidSo() {
        found();
        gateway.bus.query(
                ListDeadDeliveries.class,
                DeadDeliveries.class,
                query -> new DeadDeliveries(List.of(new DeadDelivery("evt_1", "dlv_1")), 1));
        retry("iss_1").expectStatus().isEqualTo(503);
    }
}
