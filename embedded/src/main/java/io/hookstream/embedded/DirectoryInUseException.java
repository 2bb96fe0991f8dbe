package io.hookstream.embedded;

import java.nio.file.Path;

/** Another process, or another part of this one, holds the data folder. */
public class DirectoryInUseException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    DirectoryInUseException(Path directory) {
        super("The data folder " + directory.toAbsolutePath()
                + " is used by another hookstream process. Stop that process, or choose another folder with --data.");
    }
}
