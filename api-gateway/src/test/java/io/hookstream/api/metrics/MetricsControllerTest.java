package io.hookstream.api.metrics;

import static io.hookstream.api.Gateway.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.metrics.Grain;
import io.hookstream.messages.metrics.MetricsQuery.Delivered;
import io.hookstream.messages.metrics.MetricsQuery.Deliveries;
import io.hookstream.messages.metrics.MetricsQuery.GetDeliveries;
import io.hookstream.messages.metrics.MetricsQuery.GetOverview;
import io.hookstream.messages.metrics.MetricsQuery.GetVolume;
import io.hookstream.messages.metrics.MetricsQuery.Overview;
import io.hookstream.messages.metrics.MetricsQuery.Range;
import io.hookstream.messages.metrics.MetricsQuery.Received;
import io.hookstream.messages.metrics.MetricsQuery.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class MetricsControllerTest {

    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

    private final Gateway gateway = Gateway.fresh();

    private ResponseSpec get(String path) {
        return gateway.client().get().uri("/v1/metrics/" + path).exchange();
    }

    private void isJson(String path, String json) {
        get(path).expectStatus().isOk().expectBody().json(json, JsonCompareMode.STRICT);
    }

    private Range range(String parameters) {
        gateway.bus.query(GetVolume.class, Volume.class, query -> new Volume(List.of(), false));
        get("volume" + parameters).expectStatus().isOk();
        return gateway.bus.only(GetVolume.class).range();
    }

    private void delivered() {
        Delivered delivered = new Delivered(MARCH, "dst_1", "Backend API", 342, 330, 126.6, 45, 230, 890);
        gateway.bus.query(GetDeliveries.class, Deliveries.class, query -> new Deliveries(List.of(delivered), false));
    }

    @Test
    void theOverviewHasTheDocumentedShape() {
        gateway.bus.query(
                GetOverview.class, Overview.class, query -> new Overview(1542, 15420, 5, 1493, 1470, 3, 8, 2));
        isJson("overview", """
                {"events_today": 1542, "events_this_week": 15420, "active_sources": 5, "deliveries_today": 1493,
                 "success_today": 1470, "failed_today": 23, "success_rate_today": 98.46, "dlq_count": 3,
                 "active_destinations": 8, "open_issues": 2, "active_collections": 0}""");
        assertThat(gateway.bus.only(GetOverview.class).tenant()).isEqualTo(TENANT);
    }

    @Test
    void aBodyIsNotReadAsIfItWereParameters() {
        gateway.bus.query(GetVolume.class, Volume.class, query -> new Volume(List.of(), false));
        gateway.client()
                .get()
                .uri("/v1/metrics/volume?interval=day")
                .header("Content-Type", "multipart/form-data")
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(gateway.bus.only(GetVolume.class).range().grain()).isEqualTo(Grain.DAY);
    }

    @Test
    void withoutDeliveriesTheSuccessRateIsZero() {
        gateway.bus.query(GetOverview.class, Overview.class, query -> new Overview(0, 0, 0, 0, 0, 0, 0, 0));
        get("overview").expectBody().jsonPath("$.success_rate_today").isEqualTo(0.0);
    }

    @Test
    void volumeHasTheDocumentedShape() {
        gateway.bus.query(
                GetVolume.class,
                Volume.class,
                query -> new Volume(
                        List.of(
                                new Received(MARCH, "src_1", "Stripe", 342),
                                new Received(MARCH.plusSeconds(3600), "src_2", null, 1)),
                        false));
        isJson("volume?source_id=src_1&after=2026-03-01T00:00:00Z&before=2026-03-02T00:00:00Z", """
                {"series": [{"bucket": "2026-03-01T00:00:00Z", "source_id": "src_1", "event_count": 342,
                             "source_name": "Stripe"},
                            {"bucket": "2026-03-01T01:00:00Z", "source_id": "src_2", "event_count": 1,
                             "source_name": null}],
                 "granularity": "hour"}""");
        GetVolume query = gateway.bus.only(GetVolume.class);
        assertThat(query.sourceId()).isEqualTo("src_1");
        assertThat(query.range().from()).isEqualTo(MARCH);
        assertThat(query.range().until()).isEqualTo(MARCH.plus(Duration.ofDays(1)));
    }

    @Test
    void deliveriesHaveTheDocumentedShape() {
        delivered();
        isJson("deliveries?destination_id=dst_1&granularity=day", """
                {"series": [{"bucket": "2026-03-01T00:00:00Z", "destination_id": "dst_1",
                             "destination_name": "Backend API", "delivery_count": 342, "success_count": 330,
                             "failed_count": 12, "avg_latency_ms": 127}],
                 "granularity": "day"}""");
        assertThat(gateway.bus.only(GetDeliveries.class).destinationId()).isEqualTo("dst_1");
    }

    @Test
    void latencyHasTheDocumentedShape() {
        delivered();
        isJson("latency", """
                {"series": [{"bucket": "2026-03-01T00:00:00Z", "destination_id": "dst_1",
                             "destination_name": "Backend API", "p50_latency_ms": 45, "p95_latency_ms": 230,
                             "p99_latency_ms": 890, "avg_latency_ms": 127}],
                 "granularity": "hour"}""");
    }

    @Test
    void theLastDayByHoursIsAskedForUnlessSaidOtherwise() {
        Range range = range("");
        assertThat(range.until()).isEqualTo(range.at());
        assertThat(range.from()).isEqualTo(range.at().minus(Duration.ofDays(1)));
        assertThat(range.grain()).isEqualTo(Grain.HOUR);
    }

    @Test
    void aRangeHasOtherNamesToo() {
        Range range = range("?start=2026-02-28T23:00:00-01:00&end=2026-03-05T00:00:00Z&interval=day");
        assertThat(range.from()).isEqualTo(MARCH);
        assertThat(range.until()).isEqualTo(MARCH.plus(Duration.ofDays(4)));
        assertThat(range.grain()).isEqualTo(Grain.DAY);
    }

    @Test
    void aRangeMayBeginAndEndWithinABucket() {
        assertThat(range("?after=2026-03-01T00:00:01Z&before=2026-04-01T00:00:01Z")
                        .grain())
                .isEqualTo(Grain.HOUR);
    }

    @ParameterizedTest
    @CsvSource({
        "volume?granularity=week, granularity: must be hour or day",
        "volume?interval=minute, interval: must be hour or day",
        "volume?after=yesterday, after: must be an ISO 8601 time",
        "latency?end=2026-03-01, end: must be an ISO 8601 time",
        "deliveries?start=+999999999-01-01T00:00:00Z, start: must be an ISO 8601 time",
        "volume?after=2026-03-01T00:00:00Z&start=2026-03-01T00:00:00Z, start: is the same as after",
        "volume?granularity=day&interval=day, interval: is the same as granularity",
        "volume?after=2026-03-02T00:00:00Z&before=2026-03-02T00:00:00Z, after: must be earlier",
        "volume?after=2099-03-02T00:00:00Z, after: must be earlier",
        "volume?after=2026-03-01T00:00:00Z&before=2026-04-01T01:00:01Z, after: must be at most 31 days",
        "latency?after=2025-03-01T00:00:00Z&before=2026-03-04T00:00:00Z&granularity=day, after: must be at most 31 days"
    })
    void aRangeThatCannotBeIsRefusedByItsName(String path, String problem) {
        isRefused(path, problem);
    }

    @Test
    void whatIsTooMuchForOneAnswerIsRefused() {
        gateway.bus.query(GetVolume.class, Volume.class, query -> new Volume(List.of(), true));
        gateway.bus.query(GetDeliveries.class, Deliveries.class, query -> new Deliveries(List.of(), true));
        isRefused("volume", "after: that is too much for one answer");
        isRefused("deliveries", "after: that is too much for one answer");
        isRefused("latency", "after: that is too much for one answer");
    }

    private void isRefused(String path, String problem) {
        get(path)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .value(error -> assertThat((String) error).startsWith(problem));
    }

    @Test
    void nobodyElseSeesThem() {
        gateway.anonymous()
                .get()
                .uri("/v1/metrics/overview")
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }
}
