package io.hookstream.embedded.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Draws that a seed repeats. */
final class Draw {

    private final SplittableRandom random;

    Draw(long seed) {
        // Unlike Random, it draws something else for the next seed.
        random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    <T> T from(List<? extends T> pool) {
        return pool.get(random.nextInt(pool.size()));
    }

    @SafeVarargs
    final <T> T any(Supplier<? extends T>... choices) {
        return choices[random.nextInt(choices.length)].get();
    }

    <T> List<T> some(int low, int high, Supplier<? extends T> each) {
        List<T> drawn = new ArrayList<>();
        for (int left = between(low, high); left > 0; left--) {
            drawn.add(each.get());
        }
        return drawn;
    }
}
