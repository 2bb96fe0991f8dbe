package io.hookstream.embedded;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Sorts.ascending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoServerException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What indexes are refused, refuse and leave out. */
class IndexesIT extends WithIndexes {

    private static final Document BY_A = new Document("a", 1);
    private static final IndexOptions UNIQUE = new IndexOptions().unique(true);

    @Test
    void aSparseIndexIsNotUsedWhereItWouldLoseDocuments() {
        things.createIndex(BY_A, new IndexOptions().sparse(true));
        things.insertMany(List.of(
                new Document("_id", 0),
                new Document("_id", 1).append("a", null),
                new Document("_id", 2).append("a", 1),
                new Document("_id", 3).append("a", 2)));

        assertThat(ids(things.find(eq("a", null)))).containsExactlyInAnyOrder(0, 1);
        assertThat(ids(things.find(in("a", null, 2)))).containsExactlyInAnyOrder(0, 1, 3);
        assertThat(ids(things.find(exists("a", false)))).containsExactly(0);
        assertThat(ids(things.find(ne("a", 1)))).containsExactlyInAnyOrder(0, 1, 3);
        assertThat(ids(things.find(nin("a", 1, 2)))).containsExactlyInAnyOrder(0, 1);
        assertThat(ids(things.find().sort(ascending("a", "_id")))).containsExactly(0, 1, 2, 3);
        assertThat(plan(things.find(eq("a", 2)))).isEqualTo("IXSCAN a_1");
        assertThat(ids(things.find(gt("a", 0)).sort(ascending("a")))).containsExactly(2, 3);
    }

    @Test
    void aPartialIndexIsUsedWhereTheFilterImpliesItsOwn() {
        things.createIndex(BY_A, new IndexOptions().partialFilterExpression(gte("b", 5)));
        things.insertMany(IntStream.range(0, 10)
                .mapToObj(i -> new Document("_id", i).append("a", i % 2).append("b", i))
                .toList());

        assertThat(plan(things.find(and(eq("a", 1), gte("b", 5))))).isEqualTo("IXSCAN a_1");
        assertThat(plan(things.find(and(eq("a", 1), gt("b", 7L))))).isEqualTo("IXSCAN a_1");
        assertThat(plan(things.find(and(eq("a", 1), eq("b", 7))))).isEqualTo("IXSCAN a_1");
        assertThat(ids(things.find(and(eq("a", 1), gte("b", 5))))).containsExactlyInAnyOrder(5, 7, 9);
        assertThat(ids(things.find(and(eq("a", 1), gte("b", 4))))).containsExactlyInAnyOrder(5, 7, 9);
        assertThat(ids(things.find(and(eq("a", 1), gte("b", 3))))).containsExactlyInAnyOrder(3, 5, 7, 9);
        assertThat(ids(things.find(and(eq("a", 1), lt("b", 6))))).containsExactlyInAnyOrder(1, 3, 5);
        assertThat(ids(things.find(eq("a", 1)))).containsExactlyInAnyOrder(1, 3, 5, 7, 9);
        assertThat(plan(things.find(eq("a", 1)))).isEqualTo("COLLSCAN ");
    }

    @Test
    void aUniqueIndexTakesNothingForNull() {
        things.createIndex(BY_A, UNIQUE);
        things.insertOne(new Document("_id", 0));

        assertDuplicate(new Document("_id", 1));
        assertDuplicate(new Document("_id", 1).append("a", null));
        things.updateOne(eq("_id", 0), Updates.set("a", null));
        assertDuplicate(new Document("_id", 1));
    }

    @Test
    void aUniqueIndexTakesEqualNumbersForOne() {
        things.createIndex(BY_A, UNIQUE);
        things.insertOne(new Document("_id", 0).append("a", 1));
        things.insertOne(new Document("_id", 1).append("a", "1"));
        things.insertOne(new Document("_id", 2).append("a", 1L << 53));
        things.insertOne(new Document("_id", 3).append("a", (1L << 53) + 1));

        assertDuplicate(new Document("a", 1.0));
        assertDuplicate(new Document("a", Decimal128.parse("1.0")));
        assertDuplicate(new Document("a", (double) (1L << 53)));
    }

    @Test
    void aUniqueIndexRefusesElementsThatAnotherDocumentHas() {
        things.createIndex(BY_A, UNIQUE);
        things.insertOne(new Document("_id", 0).append("a", List.of(1, 2, 1)));

        assertDuplicate(new Document("a", List.of(2, 3)));
        assertDuplicate(new Document("a", 1));
        things.insertOne(new Document("_id", 1).append("a", List.of(3)));
        assertThatThrownBy(() -> things.updateOne(eq("_id", 1), Updates.push("a", 2)))
                .hasMessageContaining("E11000");
        assertThat(things.find(eq("_id", 1)).first()).containsEntry("a", List.of(3));
        things.updateOne(eq("_id", 0), Updates.pull("a", 2));
        things.updateOne(eq("_id", 1), Updates.push("a", 2));
        assertThat(ids(things.find(eq("a", 2)))).containsExactly(1);
    }

    @Test
    void aUniqueSparseIndexTakesAnyNumberWithoutTheField() {
        things.createIndex(BY_A, new IndexOptions().unique(true).sparse(true));
        things.insertMany(
                List.of(new Document("_id", 0), new Document("_id", 1), new Document("_id", 2).append("a", 1)));
        things.insertOne(new Document("_id", 3).append("a", null));

        assertDuplicate(new Document("a", null));
        assertDuplicate(new Document("a", 1));
        things.updateOne(eq("_id", 2), Updates.unset("a"));
        things.insertOne(new Document("_id", 4).append("a", 1));
        assertThat(ids(things.find(eq("a", null)))).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void aUniquePartialIndexRefusesOnlyWhatItsFilterMatches() {
        things.createIndex(
                BY_A,
                new IndexOptions().unique(true).partialFilterExpression(new Document("b", new Document("$gt", 0))));
        things.insertOne(new Document("_id", 0).append("a", 1).append("b", 1));
        things.insertOne(new Document("_id", 1).append("a", 1).append("b", 0));
        things.insertOne(new Document("_id", 2).append("a", 1));

        assertDuplicate(new Document("a", 1).append("b", 2));
        assertThatThrownBy(() -> things.updateOne(eq("_id", 1), Updates.set("b", 3)))
                .hasMessageContaining("E11000");
    }

    @Test
    void noUniqueIndexIsLeftBehindOfDocumentsThatAreNot() {
        things.insertMany(List.of(
                new Document("_id", 0).append("a", 1),
                new Document("_id", 1).append("a", 1),
                new Document("_id", 2).append("a", 2)));

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> things.createIndex(BY_A, UNIQUE))
                    .isInstanceOfSatisfying(
                            MongoServerException.class,
                            e -> assertThat(e.getCode()).isEqualTo(11000));
            assertThat(indexNames()).containsExactly("_id_");
        }
        things.insertOne(new Document("_id", 3).append("a", 2));
        things.deleteMany(in("_id", 1, 3));
        things.createIndex(BY_A, UNIQUE);
        reopen();
        assertDuplicate(new Document("a", 2));
    }

    @Test
    void indexesAreListedAsTheyWereAskedFor() {
        things.createIndex(BY_A, UNIQUE);
        things.createIndex(Indexes.compoundIndex(Indexes.ascending("b"), Indexes.descending("c.d")));
        things.createIndex(new Document("s", 1), new IndexOptions().sparse(true).name("sparse"));
        Document filter = new Document("b", new Document("$gt", 5)).append("c", "x");
        things.createIndex(new Document("p", -1), new IndexOptions().partialFilterExpression(filter));
        things.createIndex(new Document("at", 1), new IndexOptions().expireAfter(90L, TimeUnit.SECONDS));

        for (int round = 0; round < 2; round++) {
            List<Document> indexes = things.listIndexes().into(new ArrayList<>());
            assertThat(indexNames()).containsExactlyInAnyOrder("_id_", "a_1", "b_1_c.d_-1", "sparse", "p_-1", "at_1");
            assertThat(named("a_1", indexes)).containsEntry("key", BY_A).containsEntry("unique", true);
            assertThat(named("b_1_c.d_-1", indexes))
                    .containsEntry("key", new Document("b", 1).append("c.d", -1))
                    .doesNotContainKeys("sparse", "partialFilterExpression", "expireAfterSeconds");
            assertThat(named("sparse", indexes)).containsEntry("sparse", true);
            assertThat(named("p_-1", indexes)).containsEntry("partialFilterExpression", filter);
            assertThat(named("at_1", indexes)
                            .get("expireAfterSeconds", Number.class)
                            .longValue())
                    .isEqualTo(90);
            reopen();
        }
    }

    @Test
    void aNameStandsForOneIndex() {
        things.createIndex(BY_A, new IndexOptions().name("one"));
        things.createIndex(BY_A, new IndexOptions().name("one"));

        assertThatThrownBy(() -> things.createIndex(new Document("b", 1), new IndexOptions().name("one")))
                .isInstanceOf(MongoCommandException.class)
                .hasMessageContaining("one");
        assertThatThrownBy(() ->
                        things.createIndex(BY_A, new IndexOptions().name("one").unique(true)))
                .isInstanceOf(MongoCommandException.class);
        assertThat(named("one", things.listIndexes().into(new ArrayList<>()))).containsEntry("key", BY_A);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "2dsphere", "hashed"})
    void aKindOfIndexThatIsNotKeptIsRefused(String kind) {
        assertThatThrownBy(() -> things.createIndex(new Document("a", kind)))
                .isInstanceOf(MongoCommandException.class)
                .hasMessageContaining(kind);
        assertThat(indexNames()).doesNotContain("a_" + kind);
    }

    private void assertDuplicate(Document document) {
        assertThatThrownBy(() -> things.insertOne(new Document(document))).hasMessageContaining("E11000");
    }

    private static String plan(FindIterable<Document> query) {
        Plan plan = Plan.of(query);
        return plan.stage() + " " + plan.index();
    }

    private List<String> indexNames() {
        return things.listIndexes().map(index -> index.getString("name")).into(new ArrayList<>());
    }

    private static Document named(String name, List<Document> indexes) {
        return indexes.stream()
                .filter(index -> index.get("name").equals(name))
                .findFirst()
                .orElseThrow();
    }
}
