package io.hookstream.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An index: a sorted set of entries, each the encoded values of its fields and the number of the document's row. A
 * document with an array in a field has an entry for each element.
 *
 * <p>Only commands that write call what changes it, one at a time. They check a document against all indexes before they
 * change the first one, so what was checked is kept for the change that follows.
 */
final class DocumentIndex extends Index<Long> {

    /** Enough for 2^48 documents in each collection. */
    private static final int ROW_BYTES = 6;

    private static final String ID = "_id_";
    private static final int DOTTED_FIELD_NAME = 57;

    private final DocumentStorage storage;
    private final long number;
    private final IndexOptions options;
    private final IndexKeys keys;

    private volatile boolean multikey;
    private @Nullable Document checked;
    private List<byte[]> checkedKeys = List.of();
    private boolean unaffected;
    private @Nullable Object locatedId;
    private long locatedRow;

    DocumentIndex(DocumentStorage storage, long number, IndexOptions options, boolean multikey) {
        super(options.name(), options.keys(), options.sparse());
        this.storage = storage;
        this.number = number;
        this.options = options;
        this.multikey = multikey;
        this.keys = new IndexKeys(options);
    }

    long number() {
        return number;
    }

    IndexOptions options() {
        return options;
    }

    /** Whether a document may have several entries. Once true it stays so. */
    boolean isMultikey() {
        return multikey;
    }

    boolean hasPositions() {
        return keys.havePositions();
    }

    @Override
    public boolean isUnique() {
        return options.unique();
    }

    static long row(byte[] entry) {
        long row = 0;
        for (int i = entry.length - ROW_BYTES; i < entry.length; i++) {
            row = (row << Byte.SIZE) | Byte.toUnsignedLong(entry[i]);
        }
        return row;
    }

    static boolean isEntryOf(byte[] entry, byte[] key) {
        return entry.length == key.length + ROW_BYTES && Arrays.equals(entry, 0, key.length, key, 0, key.length);
    }

    private static byte[] entry(byte[] key, long row) {
        byte[] entry = Arrays.copyOf(key, key.length + ROW_BYTES);
        for (int i = 0; i < ROW_BYTES; i++) {
            entry[entry.length - 1 - i] = (byte) (row >>> (i * Byte.SIZE));
        }
        return entry;
    }

    /** The encoded keys of a document, each once. */
    @SuppressWarnings("ReferenceEquality") // Only the very document that was checked has the keys found then.
    List<byte[]> keys(Document document) {
        return checked == document ? checkedKeys : keys.of(document);
    }

    /** The row of the document with the same _id; null for other indexes, which need not be asked. */
    @Override
    public @Nullable Long getPosition(Document document) {
        if (!isId()) {
            return null;
        }
        return locatedId != null && locatedId.equals(document.get("_id"))
                ? Long.valueOf(locatedRow)
                : holder(keys(document).getFirst());
    }

    boolean isId() {
        return getName().equals(ID);
    }

    /** Remembers where the document is that is about to be changed. */
    void located(Document document, long row) {
        locatedId = document.get("_id");
        locatedRow = row;
    }

    private @Nullable Long holder(byte[] key) {
        byte[] entry = storage.connection().entryOf(number, key);
        return entry == null ? null : row(entry);
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Long> collection) {
        check(document, null, collection);
    }

    @Override
    public void add(Document document, Long row, MongoCollection<Long> collection) {
        keys(document).forEach(key -> storage.connection().addEntry(number, entry(key, row)));
        checked = null;
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Long> collection) {
        if (isId()) {
            refuseDots(after);
        }
        unaffected = keys.areSame(before, after);
        if (!unaffected) {
            check(after, before, collection);
        }
    }

    /** The library finds such names only when the indexes have changed. */
    private static void refuseDots(Document document) {
        for (String name : document.keySet()) {
            if (name.contains(".")) {
                throw new MongoServerError(
                        DOTTED_FIELD_NAME,
                        "DottedFieldName",
                        "The dotted field '" + name + "' is not valid for storage.");
            }
        }
    }

    private void check(Document document, @Nullable Document before, MongoCollection<Long> collection) {
        if (!multikey && keys.haveArrays(document)) {
            multikey = true;
            storage.connection().catalog().setMultikey(number);
        }
        checkedKeys = keys.of(document);
        checked = document;
        if (!isUnique()) {
            return;
        }
        List<byte[]> own = before == null ? List.of() : keys(before);
        for (byte[] key : checkedKeys) {
            if (!contains(own, key) && holder(key) != null) {
                checked = null;
                throw new DuplicateKeyError(this, collection, getKeys(), keys.shown(document, key));
            }
        }
    }

    private static boolean contains(List<byte[]> keys, byte[] key) {
        return keys.stream().anyMatch(each -> Arrays.equals(each, key));
    }

    @Override
    public void updateInPlace(Document before, Document after, Long row, MongoCollection<Long> collection) {
        if (unaffected) {
            return;
        }
        List<byte[]> newKeys = keys(after);
        checked = null;
        List<byte[]> oldKeys = keys(before);
        DocumentConnection connection = storage.connection();
        for (byte[] key : oldKeys) {
            if (!contains(newKeys, key)) {
                connection.removeEntry(number, entry(key, row));
            }
        }
        for (byte[] key : newKeys) {
            if (!contains(oldKeys, key)) {
                connection.addEntry(number, entry(key, row));
            }
        }
    }

    void remove(Document document, long row) {
        checked = null;
        locatedId = null;
        keys(document).forEach(key -> storage.connection().removeEntry(number, entry(key, row)));
    }

    @Override
    public Long remove(Document document) {
        throw new UnsupportedOperationException("the collection removes entries together with their row");
    }

    /** Queries are planned by {@link QueryPlanner}, not by asking each index. */
    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Long> getPositions(Document query) {
        throw new UnsupportedOperationException("queries are planned, not asked of an index");
    }

    @Override
    public long getCount() {
        return storage.connection().countEntries(number, new byte[0], KeyEncoder.after(new byte[0]));
    }

    /** The collection has built it before it registers it. */
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public boolean hasSameOptions(Index<?> other) {
        return other instanceof DocumentIndex index
                && options.keyPattern().equals(index.options.keyPattern())
                && options.unique() == index.options.unique()
                && options.sparse() == index.options.sparse()
                && Objects.equals(options.filter(), index.options.filter())
                && Objects.equals(options.expireAfterSeconds(), index.options.expireAfterSeconds());
    }

    @Override
    public void drop() {
        storage.connection().catalog().dropIndex(number);
    }

    List<IndexKey> fields() {
        return options.keys();
    }
}
