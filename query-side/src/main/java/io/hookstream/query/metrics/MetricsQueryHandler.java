package io.hookstream.query.metrics;

import com.mongodb.client.model.Filters;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.issue.IssueStatus;
import io.hookstream.messages.metrics.Grain;
import io.hookstream.messages.metrics.MetricsQuery.Delivered;
import io.hookstream.messages.metrics.MetricsQuery.Deliveries;
import io.hookstream.messages.metrics.MetricsQuery.GetDeliveries;
import io.hookstream.messages.metrics.MetricsQuery.GetOverview;
import io.hookstream.messages.metrics.MetricsQuery.GetVolume;
import io.hookstream.messages.metrics.MetricsQuery.Overview;
import io.hookstream.messages.metrics.MetricsQuery.Received;
import io.hookstream.messages.metrics.MetricsQuery.Volume;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.destination.DestinationProjection;
import io.hookstream.projections.event.AttemptDocument;
import io.hookstream.projections.issue.IssueDocument;
import io.hookstream.projections.metrics.MetricDocument;
import io.hookstream.projections.metrics.Sketch;
import io.hookstream.projections.source.SourceProjection;
import io.hookstream.query.ReadModels;
import io.hookstream.query.metrics.Counted.Point;
import io.hookstream.query.metrics.Counted.What;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Answers what can be asked about how much comes in and goes out. */
@Component
class MetricsQueryHandler {

    private static final int DAYS_OF_A_WEEK = 7;

    private final ReadModels models;

    MetricsQueryHandler(ReadModels models) {
        this.models = models;
    }

    @QueryHandler
    CompletableFuture<@Nullable Overview> handle(GetOverview query) {
        Tenant tenant = query.tenant();
        Instant today = Grain.DAY.floor(query.at());
        Instant week = today.minus(DAYS_OF_A_WEEK - 1, ChronoUnit.DAYS);
        return Mono.zip(
                        days(tenant, MetricDocument.RECEIVED, week),
                        days(tenant, MetricDocument.TRIED, today),
                        active(tenant, SourceProjection.COLLECTION),
                        active(tenant, DestinationProjection.COLLECTION),
                        dead(tenant),
                        open(tenant, query.at()))
                .map(found -> new Overview(
                        found.getT1().stream()
                                .filter(day -> !MetricDocument.at(day).isBefore(today))
                                .mapToLong(MetricDocument::count)
                                .sum(),
                        found.getT1().stream().mapToLong(MetricDocument::count).sum(),
                        found.getT3(),
                        found.getT2().stream().mapToLong(MetricDocument::count).sum(),
                        found.getT2().stream()
                                .mapToLong(day -> MetricDocument.count(day) - MetricDocument.failed(day))
                                .sum(),
                        found.getT5(),
                        found.getT4(),
                        found.getT6()))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable Volume> handle(GetVolume query) {
        What what = new What(models, query.tenant(), Counted.EVENTS, query.sourceId());
        return Counted.in(query.range(), what)
                .flatMap(counted -> names(SourceProjection.COLLECTION, counted)
                        .map(names -> new Volume(
                                counted.entrySet().stream()
                                        .map(each -> new Received(
                                                each.getKey().bucket(),
                                                each.getKey().of(),
                                                names.get(each.getKey().of()),
                                                each.getValue().count()))
                                        .toList(),
                                false)))
                .defaultIfEmpty(new Volume(List.of(), true))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable Deliveries> handle(GetDeliveries query) {
        What what = new What(models, query.tenant(), Counted.ATTEMPTS, query.destinationId());
        return Counted.in(query.range(), what)
                .flatMap(counted -> names(DestinationProjection.COLLECTION, counted)
                        .publishOn(Schedulers.boundedElastic())
                        .map(names -> new Deliveries(
                                counted.entrySet().stream()
                                        .map(each -> delivered(each.getKey(), each.getValue(), names))
                                        .toList(),
                                false)))
                .defaultIfEmpty(new Deliveries(List.of(), true))
                .toFuture();
    }

    private static Delivered delivered(Point key, Tally tally, Map<String, String> names) {
        Sketch sketch = tally.sketch();
        return new Delivered(
                key.bucket(),
                key.of(),
                names.get(key.of()),
                tally.count(),
                tally.success(),
                tally.averageMs(),
                sketch.percentile(50),
                sketch.percentile(95),
                sketch.percentile(99));
    }

    private Mono<Map<String, String>> names(String collection, SortedMap<Point, Tally> counted) {
        return models.names(
                collection, counted.keySet().stream().map(Point::of).distinct().toList());
    }

    /** From this day on. */
    private Mono<List<Document>> days(Tenant tenant, String kind, Instant from) {
        List<Bson> filters = ReadModels.of(tenant);
        filters.add(Filters.eq(MetricDocument.KIND, kind));
        filters.add(Filters.eq(MetricDocument.GRAIN, Grain.DAY.text()));
        filters.add(Filters.gte(MetricDocument.AT, Date.from(from)));
        return Flux.from(models.bounded(MetricDocument.COLLECTION, Filters.and(filters)))
                .collectList();
    }

    private Mono<Long> active(Tenant tenant, String collection) {
        List<Bson> filters = ReadModels.existing(tenant);
        filters.add(Filters.eq(ResourceDocument.ENABLED, true));
        return models.count(collection, filters);
    }

    /** What is dead has failed: said so, an index finds it. */
    private Mono<Long> dead(Tenant tenant) {
        List<Bson> filters = ReadModels.of(tenant);
        filters.add(Filters.eq(AttemptDocument.STATUS, AttemptDocument.FAILED));
        filters.add(Filters.eq(AttemptDocument.DEAD, true));
        return models.count(AttemptDocument.COLLECTION, filters);
    }

    private Mono<Long> open(Tenant tenant, Instant at) {
        List<Bson> filters = ReadModels.of(tenant);
        filters.add(Filters.eq(IssueDocument.OPENED, true));
        filters.add(Filters.eq(IssueDocument.STATUS, IssueStatus.OPEN));
        filters.add(Filters.lte(IssueDocument.SNOOZED_UNTIL, Date.from(at)));
        return models.count(IssueDocument.COLLECTION, filters);
    }
}
