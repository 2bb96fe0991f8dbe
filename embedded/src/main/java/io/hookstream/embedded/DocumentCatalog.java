package io.hookstream.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which collections and indexes there are, in which tables, and how much is in them. */
final class DocumentCatalog {

    private final DocumentConnection connection;

    /** What the running command adds, or takes away. */
    private final Map<Long, Count> newCounts = new HashMap<>();

    DocumentCatalog(DocumentConnection connection) {
        this.connection = connection;
    }

    private record Count(long documents, long bytes) {}

    void flush() {
        newCounts.keySet().forEach(this::flushCount);
    }

    void discard() {
        newCounts.clear();
    }

    long fileBytes() {
        return connection.number("PRAGMA page_count") * connection.number("PRAGMA page_size");
    }

    /** The names of the databases that have a collection. */
    List<String> databases() {
        return connection.texts("SELECT DISTINCT substr(name, 1, instr(name, '.') - 1) FROM collections");
    }

    /** The number of this collection; 0 if there is none. */
    long collection(String name) {
        return connection.number("SELECT number FROM collections WHERE name = ?", name);
    }

    long createCollection(String name) {
        connection.change("INSERT INTO collections (name, documents, bytes) VALUES (?, 0, 0)", name);
        long collection = collection(name);
        connection.define("CREATE TABLE c" + collection + " (n INTEGER PRIMARY KEY, b BLOB NOT NULL)");
        return collection;
    }

    void dropCollection(long collection) {
        connection.define("DROP TABLE c" + collection);
        connection.change("DELETE FROM collections WHERE number = ?", collection);
    }

    void renameCollection(String name, String newName) {
        connection.change("UPDATE collections SET name = ? WHERE name = ?", newName, name);
        connection.change("UPDATE indexes SET collection = ? WHERE collection = ?", newName, name);
    }

    /** The number of this index; 0 if there is none. */
    long index(String collection, String name) {
        return connection.number("SELECT number FROM indexes WHERE collection = ? AND name = ?", collection, name);
    }

    long createIndex(String collection, String name) {
        connection.change("INSERT INTO indexes (collection, name, multikey) VALUES (?, ?, 0)", collection, name);
        long index = index(collection, name);
        connection.define("CREATE TABLE i" + index + " (k BLOB NOT NULL PRIMARY KEY) WITHOUT ROWID");
        return index;
    }

    boolean isMultikey(long index) {
        return connection.number("SELECT multikey FROM indexes WHERE number = ?", index) != 0;
    }

    void setMultikey(long index) {
        connection.change("UPDATE indexes SET multikey = 1 WHERE number = ?", index);
    }

    void dropIndex(long index) {
        connection.define("DROP TABLE i" + index);
        connection.change("DELETE FROM indexes WHERE number = ?", index);
    }

    /** Counts what a command adds to a collection, or takes from it. */
    void count(long collection, long documents, long bytes) {
        newCounts.merge(
                collection,
                new Count(documents, bytes),
                (one, two) -> new Count(one.documents + two.documents, one.bytes + two.bytes));
    }

    long documents(long collection) {
        flushCount(collection);
        return connection.number("SELECT documents FROM collections WHERE number = ?", collection);
    }

    long bytes(long collection) {
        flushCount(collection);
        return connection.number("SELECT bytes FROM collections WHERE number = ?", collection);
    }

    private void flushCount(long collection) {
        Count count = newCounts.put(collection, new Count(0, 0));
        if (count != null && (count.documents != 0 || count.bytes != 0)) {
            connection.change(
                    "UPDATE collections SET documents = documents + ?, bytes = bytes + ? WHERE number = ?",
                    count.documents,
                    count.bytes,
                    collection);
        }
    }
}
