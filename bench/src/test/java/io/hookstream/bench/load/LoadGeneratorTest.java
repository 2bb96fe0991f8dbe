package io.hookstream.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.bench.sink.Dialect;
import io.hookstream.bench.sink.Receiver;
import io.hookstream.bench.sink.Sink;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The generator against the sink: everything that is sent must be counted, once, with its latency. */
class LoadGeneratorTest {
    private Sink sink;
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        sink = Sink.start();
        receiver = sink.at("here");
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    private Load.Sent send(Load load, int first) throws Exception {
        return new LoadGenerator(sink.port(Dialect.HTTP), "/here", load, first, Brake.NONE, LoadGenerator.Sampler.NONE)
                .run();
    }

    @Test
    void whatIsAcknowledgedAtFullSpeedIsWhatTheSinkHasSeen() throws Exception {
        Load.Sent sent = send(new Load(8, 0, 1024, 1), 0);
        assertThat(sent.failures()).isEmpty();
        assertThat(sent.count()).isGreaterThan(10);
        assertThat(sent.next()).isEqualTo(sent.count());
        assertThat(receiver.seen()).isEqualTo(sent.acknowledged());
        assertThat(receiver.stats().unique()).isEqualTo(receiver.count()).isEqualTo(sent.count());
        assertThat(receiver.stats().duplicates()).isZero();
        assertThat(receiver.stats().max())
                .isLessThanOrEqualTo(sent.latencies().percentile(100))
                .isPositive();
        assertThat(sink.at("elsewhere").count()).isZero();
    }

    @Test
    void aFixedRateIsKept() throws Exception {
        // A machine that is busy at the end sends less, but never more than is due.
        assertThat(send(new Load(4, 200, 300, 2), 0).count()).isBetween(200, 400);
    }

    @Test
    void aCountIsSentExactlyAndNumberedFromTheFirst() throws Exception {
        Load.Sent sent = send(Load.ofCount(4, 300, 250), 1_000);
        assertThat(sent.count()).isEqualTo(250);
        assertThat(sent.acknowledged().nextSetBit(0)).isEqualTo(1_000);
        assertThat(sent.next()).isEqualTo(1_250);
        assertThat(receiver.arrivedMicros(1_249)).isBetween(sent.startMicros(), Payload.nowMicros());
        assertThat(receiver.arrivedMicros(1_250)).isZero();
    }

    @Test
    void aBrakeHoldsTheGeneratorBack() throws Exception {
        Load.Sent sent = new LoadGenerator(
                        sink.port(Dialect.HTTP),
                        "/here",
                        new Load(1, 0, 300, 1),
                        0,
                        acknowledged -> acknowledged >= 10,
                        LoadGenerator.Sampler.NONE)
                .run();
        assertThat(sent.count()).isEqualTo(10);
    }

    @Test
    void aSamplerSeesAllAnswersWithTheirNumbers() throws Exception {
        Set<Integer> seen = new HashSet<>();
        new LoadGenerator(
                        sink.port(Dialect.HTTP), "/here", Load.ofCount(3, 300, 20), 5, Brake.NONE, (number, answer) -> {
                            assertThat(answer)
                                    .asString(StandardCharsets.US_ASCII)
                                    .isEqualTo("{\"ok\":true}");
                            seen.add(number);
                        })
                .run();
        assertThat(seen).hasSize(20).contains(5, 24);
    }

    @Test
    void theSameNumbersAgainAreAllDuplicatesUntilTheSinkBeginsAnew() throws Exception {
        Load.Sent first = send(Load.ofCount(1, 300, 50), 0);
        Load.Sent second = send(Load.ofCount(1, 300, 40), 0);
        assertThat(receiver.stats().unique()).isEqualTo(first.count());
        assertThat(receiver.stats().duplicates()).isEqualTo(second.count());
        receiver.begin(45);
        assertThat(receiver.seen()).isEqualTo(new BitSet());
        assertThat(receiver.stats().duplicates()).isZero();
        send(Load.ofCount(1, 300, 50), 0);
        assertThat(receiver.count()).as("earlier numbers do not count").isEqualTo(5);
    }
}
