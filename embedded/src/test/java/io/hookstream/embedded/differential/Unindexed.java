package io.hookstream.embedded.differential;

import java.util.List;
import org.bson.Document;

/**
 * Commands that the oracle answers by reading each document: its unique indexes find a document twice for two elements of its
 * array, and with {@code $in} they lose those that have no value. It uses one only if the filter names its fields, so the
 * filter is hidden.
 */
final class Unindexed {

    private Unindexed() {}

    static Document read(Document command) {
        Document unindexed = new Document(command);
        for (String field : List.of("filter", "query", "q")) {
            unindexed.computeIfPresent(field, (name, filter) -> new Document("$and", List.of(filter)));
        }
        for (String field : List.of("updates", "deletes")) {
            unindexed.computeIfPresent(
                    field,
                    (name, each) -> ((List<?>) each)
                            .stream().map(one -> read((Document) one)).toList());
        }
        return unindexed;
    }
}
