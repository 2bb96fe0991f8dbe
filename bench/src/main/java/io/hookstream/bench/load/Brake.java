package io.hookstream.bench.load;

/** Keeps a generator from running ahead of what it loads. */
@FunctionalInterface
public interface Brake {
    Brake NONE = acknowledged -> false;

    /** Whether to send nothing for now, so many having been acknowledged. Called often, so it must not wait. */
    boolean holds(int acknowledged);
}
