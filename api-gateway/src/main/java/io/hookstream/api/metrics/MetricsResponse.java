package io.hookstream.api.metrics;

import io.hookstream.messages.metrics.MetricsQuery;
import io.hookstream.messages.metrics.MetricsQuery.Delivered;
import io.hookstream.messages.metrics.MetricsQuery.Received;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Metrics as they are answered. Buckets in which nothing happened are left out. */
final class MetricsResponse {

    private MetricsResponse() {}

    /**
     * @param deliveriesToday delivery attempts that have an end
     * @param successRateToday in percent, with two decimals; 0 if there was no attempt
     * @param activeCollections there are no collections yet
     */
    @Schema(name = "MetricsOverview")
    record Overview(
            @Schema(example = "1542") long eventsToday,
            @Schema(example = "15420") long eventsThisWeek,
            @Schema(example = "5") long activeSources,
            @Schema(example = "1493") long deliveriesToday,
            @Schema(example = "1470") long successToday,
            @Schema(example = "23") long failedToday,
            @Schema(example = "98.46") double successRateToday,
            @Schema(example = "3") long dlqCount,
            @Schema(example = "8") long activeDestinations,
            @Schema(example = "2") long openIssues,
            @Schema(example = "0") long activeCollections) {

        static Overview of(MetricsQuery.Overview overview) {
            long deliveries = overview.deliveriesToday();
            long success = overview.successToday();
            return new Overview(
                    overview.eventsToday(),
                    overview.eventsThisWeek(),
                    overview.activeSources(),
                    deliveries,
                    success,
                    deliveries - success,
                    deliveries == 0 ? 0 : Math.round(10_000.0 * success / deliveries) / 100.0,
                    overview.deadDeliveries(),
                    overview.activeDestinations(),
                    overview.openIssues(),
                    0);
        }
    }

    @Schema(name = "MetricsVolume")
    record Volume(
            List<VolumePoint> series,
            @Schema(example = "hour") String granularity) {}

    @Schema(name = "MetricsVolumePoint")
    record VolumePoint(
            @Schema(example = "2026-03-01T00:00:00Z") String bucket,
            String sourceId,
            @Schema(example = "342") long eventCount,
            @Schema(example = "Stripe Webhooks") @Nullable String sourceName) {

        static VolumePoint of(Received received) {
            return new VolumePoint(
                    received.bucket().toString(), received.sourceId(), received.count(), received.sourceName());
        }
    }

    @Schema(name = "MetricsDeliveries")
    record Deliveries(
            List<DeliveryPoint> series,
            @Schema(example = "hour") String granularity) {}

    @Schema(name = "MetricsDeliveryPoint")
    record DeliveryPoint(
            @Schema(example = "2026-03-01T00:00:00Z") String bucket,
            String destinationId,
            @Schema(example = "Backend API") @Nullable String destinationName,
            @Schema(example = "342") long deliveryCount,
            @Schema(example = "330") long successCount,
            @Schema(example = "12") long failedCount,
            @Schema(example = "45") long avgLatencyMs) {

        static DeliveryPoint of(Delivered delivered) {
            return new DeliveryPoint(
                    delivered.bucket().toString(),
                    delivered.destinationId(),
                    delivered.destinationName(),
                    delivered.count(),
                    delivered.success(),
                    delivered.count() - delivered.success(),
                    Math.round(delivered.averageMs()));
        }
    }

    @Schema(name = "MetricsLatency")
    record Latency(
            List<LatencyPoint> series,
            @Schema(example = "hour") String granularity) {}

    @Schema(name = "MetricsLatencyPoint")
    record LatencyPoint(
            @Schema(example = "2026-03-01T00:00:00Z") String bucket,
            String destinationId,
            @Schema(example = "Backend API") @Nullable String destinationName,
            @Schema(example = "45") long p50LatencyMs,
            @Schema(example = "230") long p95LatencyMs,
            @Schema(example = "890") long p99LatencyMs,
            @Schema(example = "127") long avgLatencyMs) {

        static LatencyPoint of(Delivered delivered) {
            return new LatencyPoint(
                    delivered.bucket().toString(),
                    delivered.destinationId(),
                    delivered.destinationName(),
                    delivered.p50Ms(),
                    delivered.p95Ms(),
                    delivered.p99Ms(),
                    Math.round(delivered.averageMs()));
        }
    }
}
