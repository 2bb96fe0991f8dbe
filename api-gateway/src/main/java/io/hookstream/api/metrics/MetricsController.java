package io.hookstream.api.metrics;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.metrics.MetricsQuery;
import io.hookstream.messages.metrics.MetricsQuery.Deliveries;
import io.hookstream.messages.metrics.MetricsQuery.GetDeliveries;
import io.hookstream.messages.metrics.MetricsQuery.GetOverview;
import io.hookstream.messages.metrics.MetricsQuery.GetVolume;
import io.hookstream.messages.metrics.MetricsQuery.Range;
import io.hookstream.messages.metrics.MetricsQuery.Volume;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Metrics: how much comes in and goes out. Days are those of UTC. */
@RestController
@RequestMapping("/v1/metrics")
@Tag(name = "Metrics")
class MetricsController {

    private final Bus bus;
    private final Clock clock;

    MetricsController(Bus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
    }

    @GetMapping("/overview")
    Mono<MetricsResponse.Overview> overview(Tenant tenant) {
        return bus.query(new GetOverview(tenant, clock.instant()), MetricsQuery.Overview.class)
                .map(MetricsResponse.Overview::of);
    }

    @GetMapping("/volume")
    Mono<MetricsResponse.Volume> volume(
            Tenant tenant,
            @RequestParam(name = "source_id", required = false) @Nullable String sourceId,
            @ParameterObject RangeParameters parameters) {
        Range range = parameters.range(clock.instant());
        return bus.query(new GetVolume(tenant, sourceId, range), Volume.class).map(volume -> {
            refuse(volume.tooMuch(), "source_id");
            return new MetricsResponse.Volume(
                    volume.points().stream()
                            .map(MetricsResponse.VolumePoint::of)
                            .toList(),
                    range.grain().text());
        });
    }

    @GetMapping("/deliveries")
    Mono<MetricsResponse.Deliveries> deliveries(
            Tenant tenant,
            @RequestParam(name = "destination_id", required = false) @Nullable String destinationId,
            @ParameterObject RangeParameters parameters) {
        Range range = parameters.range(clock.instant());
        return delivered(tenant, destinationId, range)
                .map(deliveries -> new MetricsResponse.Deliveries(
                        deliveries.points().stream()
                                .map(MetricsResponse.DeliveryPoint::of)
                                .toList(),
                        range.grain().text()));
    }

    @GetMapping("/latency")
    Mono<MetricsResponse.Latency> latency(
            Tenant tenant,
            @RequestParam(name = "destination_id", required = false) @Nullable String destinationId,
            @ParameterObject RangeParameters parameters) {
        Range range = parameters.range(clock.instant());
        return delivered(tenant, destinationId, range)
                .map(deliveries -> new MetricsResponse.Latency(
                        deliveries.points().stream()
                                .map(MetricsResponse.LatencyPoint::of)
                                .toList(),
                        range.grain().text()));
    }

    private Mono<Deliveries> delivered(Tenant tenant, @Nullable String destinationId, Range range) {
        return bus.query(new GetDeliveries(tenant, destinationId, range), Deliveries.class)
                .doOnNext(deliveries -> refuse(deliveries.tooMuch(), "destination_id"));
    }

    private static void refuse(boolean tooMuch, String filter) {
        if (tooMuch) {
            throw ApiException.badRequest(
                    "after: that is too much for one answer; ask for a shorter time, for days, or with " + filter);
        }
    }
}
