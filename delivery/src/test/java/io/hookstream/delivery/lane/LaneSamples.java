package io.hookstream.delivery.lane;

import io.hookstream.delivery.DeliveryProperties;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.lane.LaneStore.Destination;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.HttpConfig;
import io.hookstream.messages.event.DeliveryTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.springframework.util.unit.DataSize;

/** What the tests of lanes have in common: one destination and deliveries to it. */
final class LaneSamples {

    static final Tenant TENANT = new Tenant("org_1", "env_1");
    static final String DESTINATION = "dst_1";
    static final HttpConfig HTTP = new HttpConfig("http://127.0.0.1/hook", "POST", Map.of(), 30);

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private LaneSamples() {}

    /** A window of 4 deliveries and at most 8 that are not recorded. */
    static DeliveryProperties small() {
        return new DeliveryProperties(4, DataSize.ofMegabytes(1), Duration.ofSeconds(5));
    }

    static DestinationSettings settings(boolean enabled, int concurrency) {
        return new DestinationSettings(
                "Shop",
                "shop",
                "http",
                HTTP,
                enabled,
                5,
                "exponential",
                List.of(30),
                concurrency,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    static Destination open(int concurrency) {
        return new Destination(settings(true, concurrency), false, TENANT, 1);
    }

    static Destination inOrder() {
        return tuned(true, null, 5);
    }

    /** A threshold of 3 failures. */
    static Destination fragile(int concurrency) {
        return tuned(null, null, concurrency);
    }

    static Destination limited(int rate) {
        return tuned(null, rate, 16);
    }

    private static Destination tuned(Boolean ordered, Integer rate, int concurrency) {
        DestinationSettings settings = new DestinationSettings(
                "Shop",
                "shop",
                "http",
                HTTP,
                true,
                5,
                "exponential",
                List.of(30),
                concurrency,
                null,
                rate,
                ordered,
                3,
                60,
                null);
        return new Destination(settings, false, TENANT, 1);
    }

    static Destination paused() {
        return new Destination(settings(false, 16), false, TENANT, 1);
    }

    static Destination deleted() {
        return new Destination(settings(false, 16), true, TENANT, 1);
    }

    /** Sorts by the position, as ids do by the time. */
    static String event(long position) {
        return position < 10 ? "evt_" + position : "evt_9%08d".formatted(position);
    }

    static QueuedDelivery delivery(long position) {
        return new QueuedDelivery(
                new DeliveryTarget("dlv_" + position, "conn_1", DESTINATION), event(position), position, 1);
    }

    /** An event that came at an earlier position. */
    static QueuedDelivery replayed(long position, long received) {
        DeliveryTarget target = new DeliveryTarget("dlv_" + position, "conn_1", DESTINATION, "rpl_1");
        return new QueuedDelivery(target, event(received), position, 1);
    }

    static List<QueuedDelivery> deliveries(long from, long to) {
        return LongStream.range(from, to).mapToObj(LaneSamples::delivery).toList();
    }

    static List<Long> positions(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    static AttemptResult failure() {
        return failure("http_5xx");
    }

    static AttemptResult failure(String errorType) {
        return new AttemptResult(false, 503, errorType, "answered 503", Map.of(), Map.of(), "", false, 3, AT, null);
    }

    static AttemptResult success() {
        return new AttemptResult(true, 200, null, null, Map.of(), Map.of(), "ok", false, 3, AT, null);
    }
}
