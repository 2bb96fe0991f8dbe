package io.hookstream.bench.scenario;

import io.hookstream.bench.load.Load;
import org.jspecify.annotations.Nullable;

/**
 * What a user may turn; what is null each scenario has a value of its own for.
 *
 * @param seconds to measure for
 * @param warmup seconds of the same load before that, for the program's compiler
 * @param rate webhooks per second, 0 for as many as are answered
 * @param clients connections, with one webhook at a time on each
 * @param size of a body, in bytes
 * @param events that are stored before what depends on their number is measured
 */
public record Knobs(
        @Nullable Integer seconds, int warmup, @Nullable Integer rate, int clients, int size, int events) {

    public int seconds(int otherwise) {
        return seconds == null ? otherwise : seconds;
    }

    Load load(int secondsOtherwise, int rateOtherwise) {
        return new Load(clients, rate == null ? rateOtherwise : rate, size, seconds(secondsOtherwise));
    }

    /** The same for the warm-up. */
    Load warmUp(Load load) {
        return new Load(load.clients(), load.perSecond(), load.size(), warmup);
    }
}
