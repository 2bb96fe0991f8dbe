package io.hookstream.query.metrics;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.metrics.Grain;
import io.hookstream.messages.metrics.MetricsQuery.Range;
import io.hookstream.projections.event.AttemptDocument;
import io.hookstream.projections.event.EventDocument;
import io.hookstream.projections.metrics.MetricDocument;
import io.hookstream.query.ReadModels;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Counts one range: whole buckets from the read model of metrics, and what a bound cuts off a minute one by one. */
final class Counted {

    /** More than this is not read for one answer. */
    static final int MAX_DOCUMENTS = 20_000;

    /** A minute with more than this is not cut: it is counted whole. */
    static final int MAX_CUT = 10_000;

    /** Ids are made a little before the time that is counted, or, of an attempt, when it is over. */
    private static final Duration IDS_BEFORE = Duration.ofMinutes(1);

    private static final Duration IDS_AFTER = Duration.ofMinutes(2);

    /**
     * What is counted.
     *
     * @param of one source or destination; null for all
     */
    record What(
            ReadModels models,
            Tenant tenant,
            Kind kind,
            @Nullable String of) {}

    /** Where single things of a kind are, and what they are counted by. */
    record Kind(
            String name,
            String collection,
            String prefix,
            String of,
            String time,
            BiConsumer<Tally, Document> add,
            List<String> fields) {}

    static final Kind EVENTS = new Kind(
            MetricDocument.RECEIVED,
            EventDocument.COLLECTION,
            "evt_",
            EventDocument.SOURCE_ID,
            EventDocument.RECEIVED_AT,
            (tally, event) -> tally.addEvent(),
            List.of(EventDocument.SOURCE_ID, EventDocument.RECEIVED_AT));

    static final Kind ATTEMPTS = new Kind(
            MetricDocument.TRIED,
            AttemptDocument.COLLECTION,
            "da_",
            AttemptDocument.DESTINATION_ID,
            AttemptDocument.ATTEMPTED_AT,
            Tally::addAttempt,
            List.of(
                    AttemptDocument.DESTINATION_ID,
                    AttemptDocument.ATTEMPTED_AT,
                    AttemptDocument.STATUS,
                    AttemptDocument.LATENCY_MS));

    /** By time, then by source or destination. */
    record Point(Instant bucket, String of) implements Comparable<Point> {

        private static final Comparator<Point> ORDER =
                Comparator.comparing(Point::bucket).thenComparing(Point::of);

        @Override
        public int compareTo(Point other) {
            return ORDER.compare(this, other);
        }
    }

    private final What what;
    private final Grain grain;
    private final SortedMap<Point, Tally> tallies = new TreeMap<>();

    private Counted(What what, Grain grain) {
        this.what = what;
        this.grain = grain;
    }

    /** Empty if it is too much. */
    static Mono<SortedMap<Point, Tally>> in(Range range, What what) {
        Counted counted = new Counted(what, range.grain());
        return Flux.fromIterable(Piece.of(range))
                .concatMap(counted::read)
                .take(MAX_DOCUMENTS + 1)
                .count()
                .flatMap(documents -> documents > MAX_DOCUMENTS ? Mono.empty() : Mono.just(counted.tallies));
    }

    /** What was read, and counted. */
    private Flux<Document> read(Piece piece) {
        return switch (piece) {
            case Piece.Buckets buckets -> buckets(buckets).doOnNext(this::addBucket);
            case Piece.Cut cut ->
                buckets(new Piece.Buckets(
                                Grain.MINUTE, cut.minute(), cut.minute().plusSeconds(60)))
                        .collectList()
                        .flatMapMany(minute ->
                                minute.stream().mapToLong(MetricDocument::count).sum() > MAX_CUT
                                        ? Flux.fromIterable(minute).doOnNext(this::addBucket)
                                        : minute.isEmpty()
                                                ? Flux.empty()
                                                : single(cut).doOnNext(this::addSingle));
        };
    }

    private Flux<Document> buckets(Piece.Buckets buckets) {
        List<Bson> filters = ReadModels.of(what.tenant());
        filters.add(Filters.eq(MetricDocument.KIND, what.kind().name()));
        filters.add(Filters.eq(MetricDocument.GRAIN, buckets.grain().text()));
        between(filters, MetricDocument.AT, buckets.from(), buckets.until());
        restrict(filters, MetricDocument.OF);
        return Flux.from(what.models().bounded(MetricDocument.COLLECTION, Filters.and(filters)));
    }

    private Flux<Document> single(Piece.Cut cut) {
        List<Bson> filters = ReadModels.of(what.tenant());
        restrict(filters, what.kind().of());
        filters.add(Filters.gte("_id", id(cut.from().minus(IDS_BEFORE))));
        filters.add(Filters.lt("_id", id(cut.until().plus(IDS_AFTER))));
        between(filters, what.kind().time(), cut.from(), cut.until());
        return Flux.from(what.models()
                .bounded(what.kind().collection(), Filters.and(filters))
                .projection(Projections.include(what.kind().fields())));
    }

    /** What every id that is made at this time or later is not less than. */
    private String id(Instant time) {
        return what.kind().prefix() + HexFormat.of().toHexDigits(time.toEpochMilli(), 12);
    }

    private void restrict(List<Bson> filters, String field) {
        if (what.of() != null) {
            filters.add(Filters.eq(field, what.of()));
        }
    }

    private static void between(List<Bson> filters, String field, Instant from, Instant until) {
        filters.add(Filters.gte(field, Date.from(from)));
        filters.add(Filters.lt(field, Date.from(until)));
    }

    private void addBucket(Document bucket) {
        tally(MetricDocument.at(bucket), bucket.getString(MetricDocument.OF)).addBucket(bucket);
    }

    private void addSingle(Document document) {
        Instant at = document.getDate(what.kind().time()).toInstant();
        what.kind().add().accept(tally(at, document.getString(what.kind().of())), document);
    }

    private Tally tally(Instant at, String of) {
        return tallies.computeIfAbsent(new Point(grain.floor(at), of), key -> new Tally());
    }
}
