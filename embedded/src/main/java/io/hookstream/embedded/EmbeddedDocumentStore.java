package io.hookstream.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * A document store that speaks the MongoDB protocol to this machine and keeps its documents in one SQLite file.
 *
 * <p>A write is answered when it outlives this process; with the write concern {@code {j: true}} when it is synced to
 * disk, which other writes are within about 100 ms. A crash leaves the effect of whole commands only, and of none without
 * all before it.
 *
 * <p>Indexes are single, compound, unique, sparse, partial and TTL; {@code explain} tells which one a query uses. Unlike
 * MongoDB it has no transactions, no text, hashed or geospatial indexes, and no passwords: every process of this machine
 * may connect.
 */
public final class EmbeddedDocumentStore implements AutoCloseable {

    private static final String FILE = "documents.db";
    private static final String LOCK_FILE = "documents.lock";
    private static final int DEFAULT_CACHE_MEGABYTES = 64;
    private static final int MAX_CACHE_MEGABYTES = 64 << 10;

    private final DirectoryLock lock;
    private final DocumentStorage storage;
    private final DocumentExpiry expiry;
    private final MongoServer server;
    private final int port;

    private EmbeddedDocumentStore(
            DirectoryLock lock, DocumentStorage storage, DocumentExpiry expiry, MongoServer server) {
        this.lock = lock;
        this.storage = storage;
        this.expiry = expiry;
        this.server = server;
        this.port = server.getLocalAddress().getPort();
    }

    /** {@link #open(Path, int)} with a cache of 64 MB. */
    public static EmbeddedDocumentStore open(Path directory) {
        return open(directory, DEFAULT_CACHE_MEGABYTES);
    }

    /**
     * Opens the store in this folder, creating both if they are missing, on a free port.
     *
     * @param cacheMegabytes how much memory the pages read from the file may take, outside of the heap;
     *     from 1 MB to 64 GB
     * @throws StoreCorruptException if the file is not a store that can be read
     * @throws DirectoryInUseException if the store is already open
     */
    public static EmbeddedDocumentStore open(Path directory, int cacheMegabytes) {
        if (cacheMegabytes < 1 || cacheMegabytes > MAX_CACHE_MEGABYTES) {
            throw new IllegalArgumentException("The document store's cache must be from 1 to " + MAX_CACHE_MEGABYTES
                    + " MB, and " + cacheMegabytes + " was given");
        }
        Path file = directory.toAbsolutePath().resolve(FILE);
        DirectoryLock lock = DirectoryLock.acquire(directory.toAbsolutePath(), LOCK_FILE);
        try {
            DocumentStorage storage = new DocumentStorage(file, cacheMegabytes);
            try {
                return serve(lock, storage);
            } catch (IOException | RuntimeException e) {
                storage.close();
                throw e;
            }
        } catch (IOException e) {
            lock.close();
            throw new UncheckedIOException("The document store " + file + " cannot be opened", e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedDocumentStore serve(DirectoryLock lock, DocumentStorage storage) throws IOException {
        DocumentBackend backend = new DocumentBackend(storage);
        MongoServer server = new MongoServer(backend);
        server.bind(new InetSocketAddress(loopback(), 0), 1, DocumentStorage.READERS);
        return new EmbeddedDocumentStore(lock, storage, new DocumentExpiry(backend), server);
    }

    private static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
    }

    /** What a MongoDB driver connects with. The store has no retryable writes, so they are switched off. */
    public String connectionString() {
        return "mongodb://127.0.0.1:" + port + "/?directConnection=true&retryWrites=false";
    }

    /** Deletes what has expired without waiting for the next time that this is due. */
    void deleteExpired() {
        expiry.run();
    }

    /** Lets tests fill the disk: the file cannot grow beyond so many pages of 8 KiB. */
    void setMaxPages(long pages) {
        storage.setMaxPages(pages);
    }

    /** Ends all connections and closes the file. */
    @Override
    public void close() {
        server.shutdownNow();
        expiry.close();
        storage.close();
        lock.close();
    }
}
