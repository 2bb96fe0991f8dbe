package io.hookstream.projections;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.conversions.Bson;

/**
 * What the documents of a collection are found by. Each is declared beside its documents, and created by whoever writes
 * them, as it is made: no processor runs before that.
 */
public final class CollectionIndexes {

    /** As long as an upgrade may take that adds an index to a collection with millions of documents. */
    private static final long LIMIT_MINUTES = 10;

    private static final int NOT_IMPLEMENTED = 238;

    private CollectionIndexes() {}

    /**
     * For a list of a tenant's documents. Nobody lists more than one tenant's, so a list never looks at another's.
     *
     * @param fields first those that the list selects by, then the one that it is sorted by
     */
    public static Bson ofTenant(String... fields) {
        return Indexes.ascending(Stream.concat(
                        Stream.of(ResourceDocument.ORGANIZATION_ID, ResourceDocument.ENVIRONMENT_ID), Stream.of(fields))
                .toList());
    }

    /** Those that are there already stay as they are; one that is there otherwise is refused by the store. */
    public static void create(MongoDatabase database, String collection, List<Bson> indexes) {
        create(database, collection, indexes.stream().map(IndexModel::new).toArray(IndexModel[]::new));
    }

    /** For those that are more than their fields: FerretDB knows no partial index, and gets it whole. */
    public static void create(MongoDatabase database, String collection, IndexModel... indexes) {
        var indexed = database.withTimeout(LIMIT_MINUTES, TimeUnit.MINUTES).getCollection(collection);
        try {
            indexed.createIndexes(List.of(indexes));
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != NOT_IMPLEMENTED) {
                throw e;
            }
            indexed.createIndexes(Stream.of(indexes)
                    .map(index -> new IndexModel(index.getKeys()))
                    .toList());
        }
    }
}
