package io.hookstream.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.hookstream.projections.CollectionIndexes;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class CollectionIndexesIT extends WithReadModels {

    private static final String COLLECTION = "things";

    private List<Document> keys() {
        return models.database()
                .getCollection(COLLECTION)
                .listIndexes()
                .map(index -> index.get("key", Document.class))
                .into(new ArrayList<>());
    }

    @Test
    void whatIsDeclaredIsThereHoweverOftenItIsCreated() {
        for (int start = 1; start <= 2; start++) {
            CollectionIndexes.create(models.database(), COLLECTION, List.of(CollectionIndexes.ofTenant("a", "_id")));
            assertThat(keys())
                    .containsExactlyInAnyOrder(
                            new Document("_id", 1),
                            new Document("organization_id", 1)
                                    .append("environment_id", 1)
                                    .append("a", 1)
                                    .append("_id", 1));
        }
        CollectionIndexes.create(
                models.database(), COLLECTION, List.of(CollectionIndexes.ofTenant("a", "_id"), Indexes.ascending("b")));
        assertThat(keys()).hasSize(3).contains(new Document("b", 1));
    }

    @Test
    void anIndexInTheWayIsNamed() {
        models.database()
                .getCollection(COLLECTION)
                .createIndex(Indexes.ascending("b"), new IndexOptions().name("mine"));
        assertThatThrownBy(
                        () -> CollectionIndexes.create(models.database(), COLLECTION, List.of(Indexes.ascending("b"))))
                .isInstanceOfSatisfying(
                        MongoCommandException.class,
                        e -> assertThat(e.getErrorCode()).isEqualTo(85))
                .hasMessageContaining("mine");
    }
}
