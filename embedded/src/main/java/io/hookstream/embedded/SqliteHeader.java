package io.hookstream.embedded;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The beginning of a SQLite file, read without SQLite: whether it is one, and whether all of it is there. */
final class SqliteHeader {

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private SqliteHeader() {}

    /** @throws StoreCorruptException if there is a file that is no database or that was cut off */
    static void check(Path path) throws IOException {
        if (!Files.exists(path) || Files.size(path) == 0) {
            return;
        }
        try (InputStream in = Files.newInputStream(path);
                DataInputStream header = new DataInputStream(in)) {
            byte[] magic = header.readNBytes(MAGIC.length);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new StoreCorruptException(path, "it is no SQLite database", null);
            }
            // Offset 16: the page size, where 1 stands for 65,536. Offset 28: the number of pages.
            int pageSize = header.readUnsignedShort();
            header.skipNBytes(10);
            long bytes = Integer.toUnsignedLong(header.readInt()) * (pageSize == 1 ? 65_536 : pageSize);
            // While a write-ahead log is there, a crash may have left pages that only the log holds.
            if (bytes > Files.size(path) && !hasWriteAheadLog(path)) {
                throw new StoreCorruptException(
                        path, "it has " + Files.size(path) + " of the " + bytes + " bytes it should have", null);
            }
        } catch (EOFException e) {
            throw new StoreCorruptException(path, "its header is cut off", e);
        }
    }

    static Path writeAheadLog(Path path) {
        return path.resolveSibling(path.getFileName() + "-wal");
    }

    private static boolean hasWriteAheadLog(Path path) throws IOException {
        Path log = writeAheadLog(path);
        return Files.exists(log) && Files.size(log) > 0;
    }
}
