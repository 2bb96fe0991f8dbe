package io.hookstream.embedded;

import static io.hookstream.embedded.Parallel.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that share a transaction. */
class DocumentWriterIT {

    private static final byte[] FIRST = {0};
    private static final byte[] BEHIND_ALL = {9};

    @TempDir
    Path directory;

    private DocumentStorage storage;
    private long index;
    private final AtomicInteger undone = new AtomicInteger();

    @BeforeEach
    void open() throws IOException {
        storage = new DocumentStorage(directory.resolve("documents.db"), 1);
        index = storage.write(
                false, 0, () -> storage.connection().catalog().createIndex("test.things", "an index"), () -> {});
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void oneThatFailsIsUndoneAndNoOther(int failing) throws Exception {
        List<Thread> others = IntStream.of(1, 2)
                .mapToObj(number -> Thread.ofPlatform()
                        .unstarted(() -> failureOf(() -> write(number, () -> {
                            failIf(number == failing);
                        }))))
                .toList();
        Throwable failure = failureOf(() -> write(0, () -> {
            others.forEach(DocumentWriterIT::startAndLetWait);
            failIf(failing == 0);
        }));
        for (Thread other : others) {
            other.join();
        }
        if (failing == 0) {
            assertThat(failure).hasMessage("as planned");
        } else {
            assertThat(failure).isNull();
        }
        assertThat(undone).hasValue(1);
        assertThat(entries())
                .containsExactlyElementsOf(IntStream.of(0, 1, 2)
                        .filter(number -> number != failing)
                        .boxed()
                        .flatMap(number -> List.of(List.of(number, 1), List.of(number, 2)).stream())
                        .toList());
    }

    /** Adds two entries, of which one is written and one held back when the rest is done. */
    private void write(int number, Runnable rest) {
        storage.write(
                false,
                0,
                () -> {
                    storage.connection().addEntry(index, new byte[] {(byte) number, 1});
                    long entries = storage.connection().countEntries(index, FIRST, BEHIND_ALL);
                    storage.connection().addEntry(index, new byte[] {(byte) number, 2});
                    rest.run();
                    return entries;
                },
                undone::incrementAndGet);
    }

    private List<List<Integer>> entries() {
        return storage.read(
                0,
                () -> storage.connection().entries(index, FIRST, BEHIND_ALL, false, 100).stream()
                        .map(entry -> List.of((int) entry[0], (int) entry[1]))
                        .toList());
    }

    private static void failIf(boolean planned) {
        if (planned) {
            throw new IllegalStateException("as planned");
        }
    }

    private static void startAndLetWait(Thread thread) {
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
