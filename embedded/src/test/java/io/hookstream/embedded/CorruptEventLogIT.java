package io.hookstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorruptEventLogIT {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void fill() {
        file = directory.resolve("events.db");
        try (SqliteEventStorageEngine log = EventLogs.open(file)) {
            for (int i = 0; i < 200; i++) {
                log.appendEvents(EventLogs.event("a" + i, 0, "x".repeat(1_000)));
            }
        }
    }

    @Test
    void aFileOfSomethingElseIsNamed() throws IOException {
        Files.writeString(file, "This is a letter to my grandmother, and no database at all.");
        assertRefused("it is no SQLite database");
    }

    @Test
    void aTruncatedFileIsNamed() throws IOException {
        truncateTo(Files.size(file) / 2);
        assertRefused("bytes it should have");
    }

    @Test
    void aFileCutInItsHeaderIsNamed() throws IOException {
        truncateTo(20);
        assertRefused("header");
    }

    @Test
    void overwrittenPagesAreNamed() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[(int) channel.size() - 4096]), 4096);
        }
        assertRefused("malformed");
    }

    @Test
    void aFileOfANewerProgramIsNamed() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        assertRefused("format 99");
    }

    @Test
    void anEmptyFileIsANewLog() throws IOException {
        truncateTo(0);
        try (SqliteEventStorageEngine log = EventLogs.open(file)) {
            assertThat(log.head()).isZero();
        }
    }

    private void truncateTo(long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> EventLogs.open(file))
                .isInstanceOf(StoreCorruptException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }
}
