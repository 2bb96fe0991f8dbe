package io.hookstream.bench.documents;

import java.util.Locale;
import java.util.stream.Stream;

/** What can be measured. */
enum Store {
    /** Everything must be possible with this heap, so it has no more. */
    EMBEDDED(
            256,
            true,
            "outlives the process when answered, synced to disk within about 100 ms; with --journal before the answer"),
    MEMORY(6144, false, "none, nothing is on disk"),
    H2(6144, true, "written about every second, not synced, --journal is ignored");

    private final int heapMib;
    private final boolean persistent;
    private final String durability;

    Store(int heapMib, boolean persistent, String durability) {
        this.heapMib = heapMib;
        this.persistent = persistent;
        this.durability = durability;
    }

    /**
     * The store of a name.
     *
     * @throws IllegalArgumentException if there is none; the message is for the user
     */
    static Store named(String name) {
        return Stream.of(values())
                .filter(store -> store.title().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no store '" + name + "'"));
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The largest heap of its process. */
    int heapMib() {
        return heapMib;
    }

    boolean isPersistent() {
        return persistent;
    }

    /** When what was written is on disk. */
    String durability() {
        return durability;
    }

    /** Whether the targets are for this store. */
    boolean isOurs() {
        return this == EMBEDDED;
    }
}
