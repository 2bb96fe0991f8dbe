package io.hookstream.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.bench.report.Result.Variant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Machine MACHINE =
            new Machine(Instant.EPOCH, 2, "Example CPU", 2048, 0.5, "Linux 6.1 amd64", "ext4", "Example 25");

    private static Report report(Result... results) {
        return new Report(MACHINE, Map.of("Durability", "fsynced"), List.of(results));
    }

    private static Result result(double rate, long lost, boolean failed) {
        return new Result(
                "pipeline",
                "all the way",
                List.of(
                        Figure.rate("visible_per_s", "visible", rate).with(Target.atLeast(2_000)),
                        Figure.millis("p99_ms", "p99", 12.345).with(Target.atMost(15)),
                        Figure.count("lost", "lost", lost)),
                List.of(),
                List.of("A note."),
                failed);
    }

    @Test
    void aTargetStandsBesideItsFigureAndWhetherItIsMet() {
        assertThat(report(result(1_999.4, 0, false)).table())
                .contains("## `pipeline`: all the way\n")
                .contains("| visible | 1,999/s | ≥ 2,000/s | **missed** |\n")
                .contains("| p99 | 12.3 ms | ≤ 15 ms | met |\n")
                .contains("| lost | 0 |  |  |\n")
                .contains("- A note.\n")
                .contains("2 cores for everything (Example CPU)")
                .contains("- Durability: fsynced.\n");
    }

    @Test
    void severalRunsAreTheirMedianAndTheSumOfWhatIsCounted() {
        Report report = report(result(1_000, 0, false), result(3_000, 1, true), result(2_100, 1, true));
        assertThat(report.failed()).isTrue();
        assertThat(report.table())
                .contains("| visible | 2,100/s | ≥ 2,000/s | met |")
                .contains("| lost | 2 |")
                .contains("Medians of 3 runs");
        Document pipeline =
                Document.parse(report.json()).get("scenarios", Document.class).get("pipeline", Document.class);
        assertThat(pipeline.getEmbedded(List.of("figures", "visible_per_s"), Double.class))
                .isEqualTo(2_100);
        assertThat(pipeline.getList("runs", Document.class)).hasSize(3);
    }

    @Test
    void theMedianOfTwoIsBetweenThem() {
        assertThat(report(result(1_000, 0, false), result(2_000, 0, false)).table())
                .contains("| visible | 1,500/s |");
    }

    @Test
    void aMissedTargetIsNoFailure() {
        assertThat(report(result(1, 0, false)).failed()).isFalse();
    }

    @Test
    void variantsAreLinesWithTheSameColumns() {
        Result result = new Result(
                "destinations",
                "each type",
                List.of(),
                List.of(
                        new Variant("rabbitmq", "skipped: not installed", List.of()),
                        new Variant(
                                "sqs",
                                "stub",
                                List.of(
                                        Figure.rate("delivered_per_s", "delivered", 812.3),
                                        Figure.millis("p99_ms", "p99", 30).with(Target.atMost(20))))),
                List.of(),
                false);
        assertThat(report(result).table()).contains("""
                |  |  | delivered | p99 (≤ 20 ms) |
                |---|---|---|---|
                | rabbitmq | skipped: not installed |  |  |
                | sqs | stub | 812/s | 30 ms **missed** |
                """);
    }

    @Test
    void oneOfSeveralRunsThatCameToNothingIsTold() {
        Report report = report(Result.failure("pipeline", "all the way", "it ended"), result(2_500, 0, false));
        assertThat(report.failed()).isTrue();
        assertThat(report.table()).contains("2,500/s").contains("**Failed: it ended**");
    }
}
