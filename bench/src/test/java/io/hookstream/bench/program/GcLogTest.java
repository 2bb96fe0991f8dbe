package io.hookstream.bench.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GcLogTest {

    @Test
    void theHighestFiguresOfEachCollectorAreFound() {
        assertThat(GcLog.of(List.of(
                        "[0.5s][info][gc] Using G1",
                        "[1.2s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 51M->12M(256M) 4.1ms",
                        "[1.4s][info][gc] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 40M->30M(256M) 4.1ms",
                        "[2.1s][info][gc] GC(2) Concurrent Mark Cycle 12.0ms")))
                .isEqualTo(new GcLog(2, 51, 30));
        assertThat(GcLog.of(List.of("[2.0s][info][gc] GC(1) Major Collection (Warmup) 310M(30%)->64M(6%) 0.05s")))
                .isEqualTo(new GcLog(1, 310, 64));
        assertThat(GcLog.of(List.of())).isEqualTo(new GcLog(0, 0, 0));
    }
}
