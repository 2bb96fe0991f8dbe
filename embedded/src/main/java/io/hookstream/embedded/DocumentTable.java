package io.hookstream.embedded;

import de.bwaldvogel.mongo.bson.Document;
import io.hookstream.embedded.DocumentConnection.Row;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A collection's table: its documents as BSON, in the order of insertion. */
final class DocumentTable {

    private static final int PORTION = 64;
    private static final long NOT_READ = -1;

    private final DocumentStorage storage;
    private final Supplier<String> name;
    private volatile long number;

    // What follows is used by commands that write only.
    private long writersNumber;
    private long lastRow = NOT_READ;
    private long loadedRow = NOT_READ;
    private int loadedBytes;

    /** @param name the collection's full name, which may change */
    DocumentTable(DocumentStorage storage, Supplier<String> name) {
        this.storage = storage;
        this.name = name;
    }

    /** Looks for the table when its database is opened, which is before any command can change it. */
    void open() {
        if (!storage.writes()) {
            number = storage.connection().catalog().collection(name.get());
        }
    }

    /**
     * The number of the table; 0 if there is none for the command that asks. While the command that creates it is not
     * committed, only commands that write can see it. What a command that reads finds may be gone for those that write.
     */
    long number() {
        if (!storage.writes()) {
            return number != 0 ? number : storage.connection().catalog().collection(name.get());
        }
        if (writersNumber == 0) {
            useFromCommit(storage.connection().catalog().collection(name.get()));
        }
        return writersNumber;
    }

    boolean isMissing() {
        return number() == 0;
    }

    private void useFromCommit(long table) {
        if (table != 0) {
            writersNumber = table;
            storage.afterCommit(() -> number = writersNumber);
        }
    }

    /** Adds a document, creating the table if there is none, and answers its row. */
    long insert(Document document) {
        byte[] body = Bson.encode(document);
        DocumentConnection connection = storage.connection();
        if (isMissing()) {
            useFromCommit(connection.catalog().createCollection(name.get()));
        }
        if (lastRow == NOT_READ) {
            lastRow = connection.lastRow(number());
        }
        lastRow++;
        connection.insert(number(), lastRow, body);
        connection.catalog().count(number(), 1, body.length);
        return lastRow;
    }

    void update(long row, Document before, Document after) {
        byte[] body = Bson.encode(after);
        int grown = body.length - (row == loadedRow ? loadedBytes : Bson.encode(before).length);
        storage.connection().update(number(), row, body);
        storage.connection().catalog().count(number(), 0, grown);
        loadedRow = NOT_READ;
    }

    void delete(long row) {
        DocumentConnection connection = storage.connection();
        byte[] body = connection.body(number(), row);
        connection.delete(number(), row);
        connection.catalog().count(number(), -1, body == null ? 0 : -body.length);
    }

    /** Notes a document that may be changed next. */
    void loaded(QueryExecution.Found found) {
        loadedRow = found.row();
        loadedBytes = found.bytes();
    }

    /** The document in this row; null if there is none any more. */
    QueryExecution.@Nullable Found find(long row) {
        byte[] body = storage.connection().body(number(), row);
        return body == null ? null : new QueryExecution.Found(row, Bson.decode(body), body.length);
    }

    QueryExecution.Found get(long row) {
        QueryExecution.Found found = find(row);
        if (found == null) {
            throw new NoSuchElementException("No row " + row + " in " + name.get());
        }
        return found;
    }

    /** All rows, in portions. */
    Stream<Row> rows() {
        if (isMissing()) {
            return Stream.of();
        }
        return Stream.iterate(
                        portionAfter(0),
                        rows -> !rows.isEmpty(),
                        rows -> portionAfter(rows.getLast().number()))
                .flatMap(List::stream);
    }

    private List<Row> portionAfter(long row) {
        return storage.connection().rows(number(), row, false, PORTION);
    }

    long documents() {
        return isMissing() ? 0 : storage.connection().catalog().documents(number());
    }

    long bytes() {
        return isMissing() ? 0 : storage.connection().catalog().bytes(number());
    }

    void drop() {
        if (!isMissing()) {
            storage.connection().catalog().dropCollection(number());
            number = 0;
            writersNumber = 0;
            lastRow = NOT_READ;
        }
    }
}
