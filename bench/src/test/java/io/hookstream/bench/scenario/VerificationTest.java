package io.hookstream.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.bench.load.Payload;
import io.hookstream.bench.sink.Tally;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTest {

    private static Tally arrived(int... numbers) {
        Tally tally = new Tally();
        for (int number : numbers) {
            tally.note(Payload.body(300, number, 1));
        }
        return tally;
    }

    private static BitSet acknowledged(int from, int to) {
        BitSet numbers = new BitSet();
        numbers.set(from, to + 1);
        return numbers;
    }

    @Test
    void nothingIsLostIfAllThatWasAcknowledgedArrived() throws Exception {
        assertThat(Verification.of(acknowledged(1, 3), List.of(arrived(3, 1, 2))))
                .isEqualTo(new Verification(0, 0, 0));
    }

    @Test
    void whatIsMissingTwiceOrNotAcknowledgedIsCounted() throws Exception {
        assertThat(Verification.of(acknowledged(1, 5), List.of(arrived(1, 2, 2, 2, 9))))
                .isEqualTo(new Verification(3, 2, 1));
    }

    @Test
    void eachPlaceMustHaveAll() throws Exception {
        assertThat(Verification.of(acknowledged(1, 2), List.of(arrived(1, 2), arrived(1, 1), arrived())))
                .isEqualTo(new Verification(3, 1, 0));
    }

    @Test
    void whatCameBeforeTheBeginningIsNoneOfIt() throws Exception {
        Tally tally = arrived(1, 2);
        tally.begin(3);
        tally.note(Payload.body(300, 2, 1));
        tally.note(Payload.body(300, 3, 1));
        tally.note("no webhook of ours".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(Verification.of(acknowledged(3, 3), List.of(tally))).isEqualTo(new Verification(0, 0, 0));
        assertThat(tally.arrivedMicros(3)).isPositive();
    }
}
