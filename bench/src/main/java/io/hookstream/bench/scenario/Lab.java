package io.hookstream.bench.scenario;

import io.hookstream.bench.Folders;
import io.hookstream.bench.program.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where scenarios get what they measure from. */
public final class Lab implements AutoCloseable {
    private final Knobs knobs;
    private final Launch launch;
    private final Path folder;
    private @Nullable Bed stored;

    private Lab(Knobs knobs, Launch launch, Path folder) {
        this.knobs = knobs;
        this.launch = launch;
        this.folder = folder;
    }

    /** @param data where a temporary folder for everything is made */
    public static Lab in(Path data, Knobs knobs, Launch launch) throws IOException {
        return new Lab(knobs, launch, Files.createTempDirectory(data, "hookstream-bench"));
    }

    public Knobs knobs() {
        return knobs;
    }

    /** A new program without data, and a sink; the caller closes both. */
    public Bed bed() throws IOException, InterruptedException {
        return Bed.start(launch, Files.createTempDirectory(folder, "bed"));
    }

    /** A program that keeps its data from one scenario to the next, so that it is filled once only. */
    Bed stored() throws IOException, InterruptedException {
        Bed bed = stored;
        if (bed == null) {
            bed = bed();
            stored = bed;
        }
        return bed;
    }

    /** The next {@link #stored} begins empty. */
    void discardStored() throws IOException {
        if (stored != null) {
            stored.close();
            stored = null;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            discardStored();
        } finally {
            Folders.delete(folder);
        }
    }
}
