package io.hookstream.query.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.metrics.Grain;
import io.hookstream.messages.metrics.MetricsQuery.Range;
import io.hookstream.query.metrics.Piece.Buckets;
import io.hookstream.query.metrics.Piece.Cut;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PieceTest {

    private static final Instant NOW = at("2026-03-10T12:34:56.789Z");

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    private static List<Piece> pieces(String from, String until, Grain grain) {
        return Piece.of(new Range(at(from), at(until), grain, NOW));
    }

    private static Buckets buckets(Grain grain, String from, String until) {
        return new Buckets(grain, at(from), at(until));
    }

    @Test
    void wholeBucketsAreOnePiece() {
        assertThat(pieces("2026-03-10T01:00:00Z", "2026-03-10T03:00:00Z", Grain.HOUR))
                .containsExactly(buckets(Grain.HOUR, "2026-03-10T01:00:00Z", "2026-03-10T03:00:00Z"));
        assertThat(pieces("2026-03-01T00:00:00Z", "2026-03-10T00:00:00Z", Grain.DAY))
                .containsExactly(buckets(Grain.DAY, "2026-03-01T00:00:00Z", "2026-03-10T00:00:00Z"));
    }

    @Test
    void whatIsLeftAtTheEndsIsTakenFromSmallerBuckets() {
        assertThat(pieces("2026-03-09T22:58:30.500Z", "2026-03-10T11:02:00.001Z", Grain.HOUR))
                .containsExactly(
                        new Cut(at("2026-03-09T22:58:30.500Z"), at("2026-03-09T22:59:00Z")),
                        buckets(Grain.MINUTE, "2026-03-09T22:59:00Z", "2026-03-09T23:00:00Z"),
                        buckets(Grain.HOUR, "2026-03-09T23:00:00Z", "2026-03-10T11:00:00Z"),
                        buckets(Grain.MINUTE, "2026-03-10T11:00:00Z", "2026-03-10T11:02:00Z"),
                        new Cut(at("2026-03-10T11:02:00Z"), at("2026-03-10T11:02:00.001Z")));
    }

    @Test
    void aRangeWithinAMinuteIsOneCut() {
        assertThat(pieces("2026-03-10T11:02:00.001Z", "2026-03-10T11:02:59Z", Grain.DAY))
                .containsExactly(new Cut(at("2026-03-10T11:02:00.001Z"), at("2026-03-10T11:02:59Z")));
    }

    @Test
    void whatStillGoesOnIsTakenWhole() {
        assertThat(pieces("2026-03-10T11:00:00Z", "2026-03-10T12:34:56.789Z", Grain.HOUR))
                .containsExactly(buckets(Grain.HOUR, "2026-03-10T11:00:00Z", "2026-03-10T13:00:00Z"));
        assertThat(pieces("2026-03-10T00:00:00Z", "2026-03-10T20:00:00Z", Grain.DAY))
                .containsExactly(buckets(Grain.DAY, "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"));
    }

    @Test
    void boundsOlderThanTwoDaysAreMovedToTheHour() {
        assertThat(pieces("2026-03-07T10:20:30Z", "2026-03-08T01:02:03Z", Grain.HOUR))
                .containsExactly(buckets(Grain.HOUR, "2026-03-07T10:00:00Z", "2026-03-08T02:00:00Z"));
        assertThat(pieces("2026-03-08T12:30:00Z", "2026-03-08T13:00:00Z", Grain.HOUR))
                .containsExactly(buckets(Grain.MINUTE, "2026-03-08T12:30:00Z", "2026-03-08T13:00:00Z"));
        assertThat(pieces("2026-03-08T11:59:59Z", "2026-03-08T13:00:00Z", Grain.HOUR))
                .containsExactly(buckets(Grain.HOUR, "2026-03-08T11:00:00Z", "2026-03-08T13:00:00Z"));
    }
}
