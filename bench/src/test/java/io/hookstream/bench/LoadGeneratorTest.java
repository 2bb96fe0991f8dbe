package io.hookstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The generator against the sink: everything that is sent must be counted, once, with its latency. */
class LoadGeneratorTest {
    private Sink sink;
    private int port;

    @BeforeEach
    void start() throws Exception {
        sink = Sink.start();
        port = URI.create(sink.url()).getPort();
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    @Test
    void whatIsAcknowledgedAtFullSpeedIsWhatTheSinkHasSeen() throws Exception {
        LoadGenerator.Result result = new LoadGenerator(port, "/deliver", 8, 0, 1024).run(1);
        assertThat(result.failures()).isEmpty();
        assertThat(result.acknowledged().cardinality()).isGreaterThan(100);
        assertThat(sink.seen()).isEqualTo(result.acknowledged());
        assertThat(sink.stats().unique())
                .isEqualTo(sink.count())
                .isEqualTo(result.acknowledged().cardinality());
        assertThat(sink.stats().duplicates()).isZero();
        assertThat(sink.stats().max()).isLessThanOrEqualTo(result.max()).isPositive();
    }

    @Test
    void aFixedRateIsKept() throws Exception {
        LoadGenerator.Result result = new LoadGenerator(port, "/deliver", 4, 200, 300).run(2);
        assertThat(result.acknowledged().cardinality()).isCloseTo(400, within(2));
    }

    @Test
    void aSecondRunOfTheSameNumbersIsAllDuplicatesUntilTheSinkForgets() throws Exception {
        LoadGenerator.Result first = new LoadGenerator(port, "/deliver", 1, 50, 300).run(1);
        LoadGenerator.Result second = new LoadGenerator(port, "/deliver", 1, 50, 300).run(1);
        assertThat(sink.stats().unique()).isEqualTo(first.acknowledged().cardinality());
        assertThat(sink.stats().duplicates()).isEqualTo(second.acknowledged().cardinality());
        sink.reset();
        assertThat(sink.seen()).isEqualTo(new BitSet());
        assertThat(sink.stats().duplicates()).isZero();
    }

    @Test
    void aBodyHasTheSizeAskedForAndKeepsItsStamp() {
        byte[] body = Payload.template(1024);
        assertThat(body).hasSize(1024);
        Payload.stamp(body, 0, 1_234_567, 1_772_000_000_123_456L);
        assertThat(Payload.sequence(body)).isEqualTo(1_234_567);
        assertThat(Payload.sentMicros(body)).isEqualTo(1_772_000_000_123_456L);
        assertThat(new String(body, StandardCharsets.US_ASCII))
                .startsWith("{\"seq\":\"0001234567\",\"sent\":\"1772000000123456\",\"type\":\"order.created\"")
                .endsWith("x\"}}");
        assertThat(Payload.template(1)).hasSizeLessThan(300);
    }

    @Test
    void percentilesAreValuesThatWereMeasured() {
        Latencies latencies = new Latencies();
        assertThat(latencies.percentile(99)).isZero();
        for (int i = 100; i >= 1; i--) {
            latencies.add(i);
        }
        assertThat(latencies.percentile(50)).isEqualTo(50);
        assertThat(latencies.percentile(99)).isEqualTo(99);
        assertThat(latencies.percentile(100)).isEqualTo(100);
    }
}
