package io.hookstream.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What the program has acknowledged, as a careful sender keeps it: each line is on disk before the sender goes on. */
final class Ledger implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final AtomicInteger size = new AtomicInteger();

    /** One webhook that was answered with 2xx. */
    record Entry(String eventId, String sha256, String source) {}

    private Ledger(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static Ledger in(Path folder) {
        Path file = folder.resolve("acknowledged.txt");
        try {
            return new Ledger(file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(String eventId, String sha256, String source) {
        ByteBuffer line = StandardCharsets.US_ASCII.encode(eventId + " " + sha256 + " " + source + "\n");
        try {
            synchronized (this) {
                while (line.hasRemaining()) {
                    channel.write(line);
                }
            }
            // Outside of the lock: one sync may do for the lines of several.
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        size.incrementAndGet();
    }

    int size() {
        return size.get();
    }

    /** As the file has them. */
    List<Entry> entries() {
        try {
            return Files.readAllLines(file, StandardCharsets.US_ASCII).stream()
                    .map(line -> line.split(" "))
                    .map(parts -> new Entry(parts[0], parts[1], parts[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
