package io.hookstream.projections;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Stores and projections of its own for each test. */
public abstract class WithProjections {

    /** The default of the program is 200. */
    protected static final int BATCH = 200;

    /** How long a test waits for what processors do. */
    protected static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Long enough for a test to choose when dead letters are tried again. */
    private static final Duration BY_THE_TEST = Duration.ofHours(1);

    protected final Poison poison = new Poison();

    @TempDir
    protected Path directory;

    protected RunningProjections projections;

    @BeforeEach
    protected void open() {
        start(BATCH, BY_THE_TEST);
    }

    @AfterEach
    protected void close() {
        projections.close();
    }

    protected void reopen(int batch) {
        close();
        start(batch, BY_THE_TEST);
    }

    protected void reopen(Duration retryEvery) {
        close();
        start(BATCH, retryEvery);
    }

    private void start(int batch, Duration retryEvery) {
        projections = RunningProjections.start(directory, 4, batch, poison, retryEvery);
    }
}
