package io.hookstream.bench.scenario;

import io.hookstream.bench.program.Program;
import java.io.IOException;
import java.time.Duration;

/** What the processes use from its start on. */
record Meter(Bed bed, double program, double load, double sink, long disk, long nanos) {

    /**
     * Seconds of processor time, of all cores; bytes on disk; and seconds of the clock.
     *
     * @param load of the bench's own process: the generator and whatever watches
     */
    record Used(double program, double load, double sink, long disk, double seconds) {

        /** Of all processor time that was used, the part that was not the program's, in percent. */
        double othersPercent() {
            double all = program + load + sink;
            return all == 0 ? 0 : (load + sink) / all * 100;
        }
    }

    static Meter start(Bed bed) throws IOException {
        return new Meter(
                bed,
                bed.program().cpuSeconds(),
                own(),
                Program.cpuSeconds(bed.sink().process()),
                bed.program().diskBytes(),
                System.nanoTime());
    }

    private static double own() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }

    Used used() throws IOException {
        return new Used(
                bed.program().cpuSeconds() - program,
                own() - load,
                Program.cpuSeconds(bed.sink().process()) - sink,
                bed.program().diskBytes() - disk,
                (System.nanoTime() - nanos) / 1e9);
    }
}
