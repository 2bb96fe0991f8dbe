package io.hookstream.projections;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Stores and projections of its own for each test. */
public abstract class WithProjections {

    /** The default of the program is 200. */
    protected static final int BATCH = 200;

    @TempDir
    protected Path directory;

    protected RunningProjections projections;

    @BeforeEach
    protected void open() {
        projections = RunningProjections.start(directory, 4, BATCH);
    }

    @AfterEach
    protected void close() {
        projections.close();
    }

    protected void reopen(int batch) {
        close();
        projections = RunningProjections.start(directory, 4, batch);
    }
}
