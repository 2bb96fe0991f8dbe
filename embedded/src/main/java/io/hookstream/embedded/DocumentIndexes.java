package io.hookstream.embedded;

import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexNotFoundException;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The indexes of a collection, as commands that write know them, and as others see them. */
final class DocumentIndexes {

    private static final int INDEX_OPTIONS_CONFLICT = 85;
    private static final int INVALID_OPTIONS = 72;

    private final DocumentStorage storage;
    private volatile List<DocumentIndex> known = List.of();
    private volatile List<DocumentIndex> visible = List.of();
    private volatile @Nullable DocumentIndex ids;

    DocumentIndexes(DocumentStorage storage) {
        this.storage = storage;
    }

    /** With one more, which others see when the command that adds it is committed. */
    void added(Collection<? extends Index<?>> all) {
        know(all);
        if (storage.writes()) {
            storage.afterCommit(() -> visible = known);
        } else {
            visible = known;
        }
    }

    /** With one less, for all at once. */
    void dropped(Collection<? extends Index<?>> all) {
        know(all);
        visible = visible.stream().filter(known::contains).toList();
    }

    private void know(Collection<? extends Index<?>> all) {
        known = all.stream().map(DocumentIndex.class::cast).toList();
        ids = known.stream().filter(DocumentIndex::isId).findFirst().orElse(null);
    }

    List<DocumentIndex> known() {
        return known;
    }

    /** Those that the running command can use. */
    List<DocumentIndex> usable() {
        return storage.writes() ? known : visible;
    }

    /** The one of _id; null if the collection has none. */
    @Nullable
    DocumentIndex ids() {
        return ids;
    }

    boolean contains(String name) {
        return known.stream().anyMatch(index -> index.getName().equals(name));
    }

    /** Refuses an index like this one under another name. */
    void refuseTwin(IndexOptions options) {
        DocumentIndex wanted = new DocumentIndex(storage, 0, options, false);
        for (DocumentIndex other : known) {
            if (!other.getName().equals(options.name()) && other.hasSameOptions(wanted)) {
                throw new MongoServerError(
                        INDEX_OPTIONS_CONFLICT,
                        "IndexOptionsConflict",
                        "Index already exists with a different name: " + other.getName());
            }
        }
    }

    /** The names of those that are to be dropped: of one by its name or its key, or {@code *} for all but one. */
    List<String> named(@Nullable Object asked) {
        if ("*".equals(asked)) {
            return known.stream()
                    .filter(index -> !index.isId())
                    .map(Index::getName)
                    .toList();
        }
        DocumentIndex found = known.stream()
                .filter(index -> index.getName().equals(asked)
                        || index.options().keyPattern().equals(asked))
                .findFirst()
                .orElseThrow(() -> asked instanceof Document key
                        ? new IndexNotFoundException(key)
                        : new IndexNotFoundException("index not found with name [" + asked + "]"));
        if (found.isId()) {
            throw new MongoServerError(INVALID_OPTIONS, "InvalidOptions", "cannot drop _id index");
        }
        return List.of(found.getName());
    }
}
