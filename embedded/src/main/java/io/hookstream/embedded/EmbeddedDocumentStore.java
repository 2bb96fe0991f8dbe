package io.hookstream.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * A document store that speaks the MongoDB protocol to this machine and keeps its documents in one file.
 *
 * <p>A write with the write concern {@code {j: true}} is answered when it is synced to disk. Other writes are on disk
 * within about 50 ms. After a crash the store has the effect of every command up to some moment and of none after it,
 * never of half a command.
 *
 * <p>Unlike MongoDB it has no transactions, ignores indexes that are not unique (each such query reads the whole
 * collection), and has no passwords: every process of this machine may connect.
 */
public final class EmbeddedDocumentStore implements AutoCloseable {

    private static final String FILE = "documents.mv";
    private static final String MARK = "hookstream";
    private static final int DEFAULT_CACHE_MEGABYTES = 64;

    /** Two copies of the file header, and what a crash may have left of the very first commit. */
    private static final int EMPTY_FILE_BYTES = 16 << 10;

    /** A command holds its connection's thread until it is on disk, and a driver has up to a hundred connections. */
    private static final int THREADS = 64;

    private final MongoServer server;
    private final DocumentCommitter committer;
    private final int port;

    private EmbeddedDocumentStore(MongoServer server, DocumentCommitter committer) {
        this.server = server;
        this.committer = committer;
        this.port = server.getLocalAddress().getPort();
    }

    /** {@link #open(Path, int)} with a cache of 64 MB. */
    public static EmbeddedDocumentStore open(Path directory) {
        return open(directory, DEFAULT_CACHE_MEGABYTES);
    }

    /**
     * Opens the store in this folder, creating both if they are missing, on a free port.
     *
     * @param cacheMegabytes about how much memory the pages read from the file may take
     * @throws StoreCorruptException if the file is not a store that can be read
     * @throws DirectoryInUseException if another process has the file open
     */
    public static EmbeddedDocumentStore open(Path directory, int cacheMegabytes) {
        Path file = directory.toAbsolutePath().resolve(FILE);
        try {
            Files.createDirectories(directory);
            boolean hasContent = Files.exists(file) && Files.size(file) > EMPTY_FILE_BYTES;
            MVStore store = openFile(file, cacheMegabytes);
            try {
                mark(store, file, hasContent);
                return serve(store, file);
            } catch (IOException | RuntimeException e) {
                store.closeImmediately();
                throw e;
            }
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new DirectoryInUseException(directory);
            }
            throw new StoreCorruptException(file, e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("The document store " + file + " cannot be opened", e);
        }
    }

    private static MVStore openFile(Path file, int cacheMegabytes) {
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                // Commits are the committer's: one in the middle of a command would let a crash keep half of it.
                .autoCommitDisabled()
                .cacheSize(cacheMegabytes)
                .open();
        // Every commit is synced before the next one, so space that no kept version needs may be reused soon.
        store.setRetentionTime(1_000);
        return store;
    }

    /**
     * An MVStore that finds none of its data where data should be opens as a new one. The mark is in every store of ours
     * from its first commit, so its absence tells that something was lost.
     */
    private static void mark(MVStore store, Path file, boolean hasContent) {
        if (hasContent && !store.hasMap(MARK)) {
            throw new StoreCorruptException(file, "it holds no documents of this program", null);
        }
        store.<String, Integer>openMap(MARK).putIfAbsent("format", 1);
        store.commit();
        store.sync();
    }

    private static EmbeddedDocumentStore serve(MVStore store, Path file) throws IOException {
        DocumentCommitter committer = new DocumentCommitter(store, file);
        MongoServer server = new MongoServer(new DurableBackend(store, committer));
        committer.start();
        server.bind(new InetSocketAddress(loopback(), 0), 1, THREADS);
        return new EmbeddedDocumentStore(server, committer);
    }

    private static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
    }

    /** What a MongoDB driver connects with. The store has no retryable writes, so they are switched off. */
    public String connectionString() {
        return "mongodb://127.0.0.1:" + port + "/?directConnection=true&retryWrites=false";
    }

    /** Lets tests fill the disk. */
    void setReserve(long bytes) {
        committer.setReserve(bytes);
    }

    /** Ends all connections, commits and closes the file. */
    @Override
    public void close() {
        server.shutdownNow();
    }
}
