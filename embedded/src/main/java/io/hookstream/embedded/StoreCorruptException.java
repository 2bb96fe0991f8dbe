package io.hookstream.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A store's file exists but cannot be what this program wrote. The message names the file and what is wrong with it. */
public class StoreCorruptException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    StoreCorruptException(Path file, @Nullable String reason, @Nullable Throwable cause) {
        super(
                "The store " + file.toAbsolutePath() + " cannot be read: " + reason
                        + ". Restore it from a backup, or move it away to start with an empty one.",
                cause);
    }
}
