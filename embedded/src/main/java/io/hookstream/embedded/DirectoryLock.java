package io.hookstream.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Keeps a second process out of a data folder. The operating system gives the lock back when the process ends, however
 * it ends, so nothing stale is left to clean up.
 */
public final class DirectoryLock implements AutoCloseable {

    private static final String LOCK_FILE = "lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Creates the folder if it is missing, readable by its owner only, and locks it.
     *
     * @throws DirectoryInUseException if another process, or this one, already holds it
     * @throws UncheckedIOException if the folder or its lock file cannot be created
     */
    public static DirectoryLock acquire(Path directory) {
        return acquire(directory, LOCK_FILE);
    }

    /** {@link #acquire(Path)} for a part of the folder, with a lock file of its own. */
    static DirectoryLock acquire(Path directory, String lockFile) {
        try {
            Files.createDirectories(directory, ownerOnly());
            FileChannel channel = FileChannel.open(directory.resolve(lockFile), CREATE, WRITE);
            if (!lock(channel)) {
                channel.close();
                throw new DirectoryInUseException(directory);
            }
            return new DirectoryLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder " + directory.toAbsolutePath() + " cannot be used", e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Gives the folder back. The lock file stays: deleting it would let two processes lock two different files. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The lock of the data folder cannot be released", e);
        }
    }
}
