package io.hookstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

    @TempDir
    Path parent;

    @Test
    void refusesASecondHolderInThisProcessUntilTheFirstIsClosed() {
        Path directory = parent.resolve("data");
        DirectoryLock first = DirectoryLock.acquire(directory);
        assertRefused(directory);
        assertRefused(directory);
        first.close();
        DirectoryLock.acquire(directory).close();
    }

    @Test
    void refusesWhatAnotherProcessHoldsUntilItDies() throws Exception {
        Path directory = parent.resolve("data");
        try (ChildProcess child = ChildProcess.start(LockHolder.class, directory.toString())) {
            assertThat(child.readLine()).isEqualTo("locked");
            assertRefused(directory);
            child.kill();
        }
        DirectoryLock.acquire(directory).close();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNewFolderIsItsOwnersOnly() throws Exception {
        Path directory = parent.resolve("new/data");
        try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
        }
    }

    private static void assertRefused(Path directory) {
        assertThatThrownBy(() -> DirectoryLock.acquire(directory))
                .isInstanceOf(DirectoryInUseException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("--data");
    }

    static final class LockHolder {
        private LockHolder() {}

        public static void main(String[] arguments) throws Exception {
            DirectoryLock.acquire(Path.of(arguments[0]));
            System.out.println("locked");
            Thread.sleep(60_000);
        }
    }
}
