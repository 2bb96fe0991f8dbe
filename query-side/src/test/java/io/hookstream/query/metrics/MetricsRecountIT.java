package io.hookstream.query.metrics;

import static io.hookstream.query.Samples.SIBLING;
import static io.hookstream.query.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.RetryPolicy;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.InboundEventEvent.DeliveryDeadLettered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
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
import io.hookstream.query.Samples;
import io.hookstream.query.WithReadModels;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What metrics answer is what a recount of the log gives, to the millisecond in the last 48 hours. */
class MetricsRecountIT extends WithReadModels {

    private static final int EVENTS = 400;
    private static final int SEGMENTS = 4;
    private static final Duration HISTORY = Duration.ofHours(80);

    /** One line of the log: an event that was received, or an attempt. */
    private record Line(
            Tenant tenant, boolean attempt, String of, Instant at, boolean success, boolean dead, long latencyMs) {}

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Random random = new Random(20260301);
    private final List<Line> log = new ArrayList<>();

    private void fill() {
        models.write(Samples.sourceCreated("src_0"), Samples.destinationCreated("dst_0"));
        for (int i = 0; i < EVENTS; i++) {
            // Half of them within the last hours, so that many are near each other.
            long back = random.nextBoolean()
                    ? HISTORY.toMillis()
                    : Duration.ofHours(2).toMillis();
            Instant at = now.minusMillis(random.nextLong(back));
            models.write(random.nextInt(SEGMENTS), at, event(at).toArray(DomainEvent[]::new));
        }
    }

    private List<DomainEvent> event(Instant at) {
        Tenant tenant = random.nextInt(5) == 0 ? SIBLING : TENANT;
        String id = io.hookstream.messages.Ids.create("evt", at.toEpochMilli());
        String owner = tenant.equals(TENANT) ? "" : "other_";
        String sourceId = "src_" + owner + random.nextInt(3);
        List<DomainEvent> events = new ArrayList<>();
        events.add(Samples.received(id, tenant, sourceId, "{}"));
        log.add(new Line(tenant, false, sourceId, at, true, false, 0));
        int attempts = random.nextInt(4);
        for (int i = 0; i < attempts; i++) {
            String destinationId = "dst_" + owner + random.nextInt(3);
            DeliveryTarget target = new DeliveryTarget("dlv_" + id + i, "conn_1", destinationId);
            Attempt attempt = attempt(at.plusMillis(random.nextInt(500)));
            boolean dead = !attempt.success() && random.nextInt(3) == 0;
            log.add(new Line(
                    tenant, true, destinationId, attempt.attemptedAt(), attempt.success(), dead, attempt.latencyMs()));
            events.add(
                    attempt.success()
                            ? new DeliverySucceeded(id, tenant, sourceId, target, attempt, EventStatus.DELIVERED)
                            : new DeliveryFailed(
                                    id,
                                    tenant,
                                    sourceId,
                                    target,
                                    attempt,
                                    EventStatus.FAILED,
                                    0,
                                    RetryPolicy.NONE,
                                    null));
            if (dead) {
                events.add(new DeliveryDeadLettered(
                        id, tenant, sourceId, target, attempt.id(), "http_5xx", "No more", EventStatus.FAILED));
            }
        }
        return events;
    }

    private Attempt attempt(Instant began) {
        boolean success = random.nextInt(10) > 1;
        long latency = random.nextInt(10) == 0 ? random.nextInt(2_000) : random.nextInt(60);
        return new Attempt(
                io.hookstream.messages.Ids.create("da", began.toEpochMilli() + latency),
                1,
                success,
                success ? 200 : 503,
                success ? null : "http_5xx",
                success ? null : "It failed",
                Map.of(),
                Map.of(),
                null,
                latency,
                began,
                null,
                null);
    }

    private List<Line> lines(boolean attempts, @Nullable String of, Instant from, Instant until) {
        return log.stream()
                .filter(line -> line.tenant().equals(TENANT) && line.attempt() == attempts)
                .filter(line -> of == null || line.of().equals(of))
                .filter(line -> !line.at().isBefore(from) && line.at().isBefore(until))
                .toList();
    }

    private static <P> List<P> grouped(List<Line> lines, Grain grain, Function<List<Line>, P> point) {
        Map<String, List<Line>> groups = lines.stream()
                .collect(Collectors.groupingBy(
                        line -> grain.floor(line.at()) + line.of(), TreeMap::new, Collectors.toList()));
        return groups.values().stream().map(point).toList();
    }

    private static @Nullable String name(String id) {
        return id.endsWith("0") ? "Name of " + id : null;
    }

    private static Delivered delivered(List<Line> lines, Grain grain) {
        List<Long> latencies = lines.stream()
                .map(Line::latencyMs)
                .sorted(Comparator.naturalOrder())
                .toList();
        Line first = lines.getFirst();
        return new Delivered(
                grain.floor(first.at()),
                first.of(),
                name(first.of()),
                lines.size(),
                lines.stream().filter(Line::success).count(),
                latencies.stream().mapToLong(Long::longValue).average().orElseThrow(),
                nearestRank(latencies, 50),
                nearestRank(latencies, 95),
                nearestRank(latencies, 99));
    }

    private static long nearestRank(List<Long> sorted, int percent) {
        return sorted.get((percent * sorted.size() + 99) / 100 - 1);
    }

    private void check(Instant from, Instant until, Grain grain, Instant countedFrom, Instant countedUntil) {
        Range range = new Range(from, until, grain, now);
        for (int i = -1; i < 3; i++) {
            String source = i < 0 ? null : "src_" + i;
            assertThat(models.ask(new GetVolume(TENANT, source, range), Volume.class))
                    .isEqualTo(new Volume(
                            grouped(
                                    lines(false, source, countedFrom, countedUntil),
                                    grain,
                                    lines -> new Received(
                                            grain.floor(lines.getFirst().at()),
                                            lines.getFirst().of(),
                                            name(lines.getFirst().of()),
                                            lines.size())),
                            false));
            String destination = i < 0 ? null : "dst_" + i;
            assertThat(models.ask(new GetDeliveries(TENANT, destination, range), Deliveries.class))
                    .isEqualTo(new Deliveries(
                            grouped(
                                    lines(true, destination, countedFrom, countedUntil),
                                    grain,
                                    lines -> delivered(lines, grain)),
                            false));
        }
    }

    @Test
    void theyEqualARecountOfTheLog() {
        fill();
        for (Grain grain : List.of(Grain.HOUR, Grain.DAY)) {
            check(now.minus(Duration.ofDays(1)), now, grain, now.minus(Duration.ofDays(1)), Instant.MAX);
            for (int i = 0; i < 8; i++) {
                Instant from =
                        now.minusMillis(random.nextLong(Duration.ofDays(2).toMillis()));
                Instant until = from.plusMillis(
                        1 + random.nextLong(Duration.between(from, now).toMillis()));
                check(from, until, grain, from, until);
            }
            Instant middle = lines(false, null, now.minus(Duration.ofHours(2)), now)
                    .getFirst()
                    .at();
            check(
                    middle.minusMillis(300),
                    middle.plusMillis(300),
                    grain,
                    middle.minusMillis(300),
                    middle.plusMillis(300));
        }
    }

    @Test
    void aBoundIsToTheMillisecondAndTheFirstOneBelongs() {
        fill();
        List<Instant> times = lines(false, null, now.minus(Duration.ofHours(2)), now).stream()
                .map(Line::at)
                .sorted()
                .toList();
        Instant tenth = times.get(10);
        Instant twentieth = times.get(20);
        Range range = new Range(tenth, twentieth, Grain.DAY, now);
        assertThat(models.ask(new GetVolume(TENANT, null, range), Volume.class).points().stream()
                        .mapToLong(Received::count)
                        .sum())
                .isEqualTo(times.stream()
                        .filter(time -> !time.isBefore(tenth) && time.isBefore(twentieth))
                        .count());
    }

    @Test
    void whatIsOlderThanTwoDaysIsCountedByWholeHours() {
        fill();
        Instant from = now.minus(Duration.ofHours(75));
        Instant until = now.minus(Duration.ofHours(55)).plusMillis(1);
        check(from, until, Grain.HOUR, Grain.HOUR.floor(from), Grain.HOUR.ceil(until));
        check(from, until, Grain.DAY, Grain.HOUR.floor(from), Grain.HOUR.ceil(until));
        Instant recent = now.minus(Duration.ofMinutes(200)).plusMillis(7);
        check(from, recent, Grain.DAY, Grain.HOUR.floor(from), recent);
    }

    @Test
    void theOverviewEqualsARecountOfTheLog() {
        fill();
        Instant today = Grain.DAY.floor(now);
        List<Line> attempts = lines(true, null, today, Instant.MAX);
        assertThat(models.ask(new GetOverview(TENANT, now), Overview.class))
                .isEqualTo(new Overview(
                        lines(false, null, today, Instant.MAX).size(),
                        lines(false, null, today.minus(Duration.ofDays(6)), Instant.MAX)
                                .size(),
                        1,
                        attempts.size(),
                        attempts.stream().filter(Line::success).count(),
                        log.stream()
                                .filter(line -> line.tenant().equals(TENANT))
                                .filter(Line::dead)
                                .count(),
                        1,
                        0));
    }

    @Test
    void aBusyMinuteIsNotCut() {
        Instant minute = Grain.MINUTE.floor(now.minus(Duration.ofHours(3)));
        DomainEvent[] events = new DomainEvent[Counted.MAX_CUT + 1];
        for (int i = 0; i < events.length; i++) {
            events[i] = Samples.received(
                    io.hookstream.messages.Ids.create("evt", minute.toEpochMilli()), TENANT, "src_1", "{}");
        }
        models.write(0, minute.plusSeconds(5), events);
        assertThat(count(minute.plusSeconds(30), minute.plusSeconds(40))).isEqualTo(events.length);
        assertThat(count(minute.plusSeconds(60), minute.plusSeconds(90))).isZero();
    }

    private long count(Instant from, Instant until) {
        Range range = new Range(from, until, Grain.HOUR, now);
        return models.ask(new GetVolume(TENANT, null, range), Volume.class).points().stream()
                .mapToLong(Received::count)
                .sum();
    }
}
