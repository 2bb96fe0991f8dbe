package io.hookstream.embedded;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Sorts.orderBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.FindIterable;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;

/** What a query finds does not depend on its indexes; how many documents it reads does. */
class IndexedQueriesIT extends WithIndexes {

    @Test
    void findsByEqualityWithoutReadingTheRest() {
        things.createIndex(Indexes.ascending("a"));
        insertMany(i -> new Document("a", i));

        FindIterable<Document> found = things.find(eq("a", 7L));
        assertThat(ids(found)).containsExactly(7);
        assertUses(found, "a_1", 1);
    }

    @Test
    void findsNumbersOfEveryTypeAtTheirValue() {
        things.createIndex(Indexes.ascending("a"));
        long beyond = 1L << 53;
        insert(1, 1L, 1.0, Decimal128.parse("1.0"), beyond, (double) beyond, beyond + 1, 1.5, Decimal128.parse("1.5"));

        assertThat(ids(things.find(eq("a", 1)))).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(ids(things.find(eq("a", Decimal128.parse("1.50"))))).containsExactlyInAnyOrder(7, 8);
        assertThat(ids(things.find(eq("a", beyond)))).containsExactlyInAnyOrder(4, 5);
        assertThat(ids(things.find(gt("a", beyond)))).containsExactly(6);
        assertThat(ids(things.find(and(gt("a", 1), lt("a", 2L))))).containsExactlyInAnyOrder(7, 8);
    }

    @Test
    void noneOfNoValuesIsFoundWhereverTheFieldIsInTheIndex() {
        things.createIndex(Indexes.ascending("a", "b"));
        insertMany(i -> new Document("a", i).append("b", i));

        assertThat(ids(things.find(in("a", List.of())))).isEmpty();
        assertThat(ids(things.find(and(gt("a", 1), in("b", List.of()))))).isEmpty();
        assertThat(things.countDocuments(and(gt("a", 1), in("b", List.of())))).isZero();
    }

    @Test
    void aRangeReadsNoMoreThanItFinds() {
        things.createIndex(Indexes.ascending("a"));
        insertMany(i -> new Document("a", i));

        FindIterable<Document> found = things.find(new Document("a", new Document("$gte", 10).append("$lt", 15)));
        assertThat(ids(found)).containsExactlyInAnyOrder(10, 11, 12, 13, 14);
        assertUses(found, "a_1", 5);
    }

    @Test
    void aRangeFindsValuesOfItsOwnTypeOnly() {
        things.createIndex(Indexes.ascending("a"));
        insert(1, "1", true, null, new Document("x", 1), List.of(0, 9));

        assertThat(ids(things.find(gte("a", 1)))).containsExactlyInAnyOrder(0, 5);
        assertThat(ids(things.find(lte("a", 1)))).containsExactlyInAnyOrder(0, 5);
        assertThat(ids(things.find(gte("a", "")))).containsExactly(1);
    }

    @Test
    void aCompoundIndexSortsInItsOrderAndInTheReverse() {
        things.createIndex(Indexes.compoundIndex(Indexes.ascending("a"), Indexes.descending("b")));
        insertMany(i -> new Document("a", i % 2).append("b", i / 2));

        FindIterable<Document> forward =
                things.find(eq("a", 1)).sort(descending("b")).limit(3);
        assertThat(ids(forward)).containsExactly(199, 197, 195);
        assertUses(forward, "a_1_b_-1", 3);
        FindIterable<Document> backward =
                things.find(eq("a", 1)).sort(ascending("b")).limit(3);
        assertThat(ids(backward)).containsExactly(1, 3, 5);
        assertUses(backward, "a_1_b_-1", 3);
        FindIterable<Document> all =
                things.find().sort(orderBy(descending("a"), ascending("b"))).limit(2);
        assertThat(ids(all)).containsExactly(1, 3);
        assertUses(all, "a_1_b_-1", 2);
    }

    @Test
    void aCompoundIndexDoesNotSortWhatItIsNotInTheOrderOf() {
        things.createIndex(Indexes.compoundIndex(Indexes.ascending("a"), Indexes.descending("b")));
        insertMany(i -> new Document("a", i % 2).append("b", i / 2));

        assertThat(ids(things.find().sort(ascending("a", "b")).limit(2))).containsExactly(0, 2);
        assertThat(ids(things.find().sort(ascending("b", "a")).limit(3))).containsExactly(0, 1, 2);
    }

    @Test
    void aCompoundIndexTakesARangeAfterAnEquality() {
        things.createIndex(Indexes.ascending("a", "b"));
        insertMany(i -> new Document("a", i % 4).append("b", i / 4));

        FindIterable<Document> found = things.find(and(eq("a", 2), gt("b", 10), lte("b", 12)));
        assertThat(ids(found)).containsExactlyInAnyOrder(46, 50);
        assertUses(found, "a_1_b_1", 2);
    }

    @Test
    void severalValuesAreReadInTheOrderOfTheSort() {
        things.createIndex(Indexes.ascending("a", "b"));
        insertMany(i -> new Document("a", i % 4).append("b", i / 4));

        FindIterable<Document> found = things.find(in("a", 3, 1, 1, 99))
                .sort(ascending("b", "_id"))
                .skip(1)
                .limit(4);
        assertThat(ids(found)).containsExactly(3, 5, 7, 9);
        assertThat(Plan.of(found).stage()).isEqualTo("IXSCAN");
        FindIterable<Document> ordered =
                things.find(in("a", 3, 1)).sort(descending("a", "b")).limit(2);
        assertThat(ids(ordered)).containsExactly(199, 195);
    }

    @Test
    void aDocumentIsFoundOnceForSeveralOfItsValues() {
        things.createIndex(Indexes.ascending("tags"));
        insertMany(i -> new Document("tags", List.of("x" + i % 10, "y", i)));

        FindIterable<Document> found = things.find(in("tags", "x3", "x4", 3, 4));
        assertThat(ids(found)).hasSize(40).doesNotHaveDuplicates();
        assertThat(Plan.of(found).stage()).isEqualTo("IXSCAN");
        assertThat(things.countDocuments(gt("tags", ""))).isEqualTo(MANY);
        assertThat(ids(things.find(gt("tags", "")).sort(ascending("tags")).limit(3)))
                .containsExactly(0, 1, 2);
    }

    @Test
    void aPrefixIsARangeOfTexts() {
        things.createIndex(Indexes.ascending("a"));
        insertMany(i -> new Document("a", "t%03d".formatted(i)));

        FindIterable<Document> found = things.find(regex("a", "^t01"));
        assertThat(ids(found)).containsExactlyInAnyOrder(10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
        assertUses(found, "a_1", 10);
        assertThat(ids(things.find(regex("a", "^t00[17]")))).containsExactlyInAnyOrder(1, 7);
        assertThat(ids(things.find(regex("a", "^T007", "i")))).containsExactly(7);
        assertThat(ids(things.find(regex("a", "199$")))).containsExactly(199);
    }

    @Test
    void aPatternThatOnlyLooksLikeAPrefixLosesNothing() {
        things.createIndex(Indexes.ascending("a"));
        insert("ab", "abc", "ac", "b", "AB", "a.c", "ab\uffff", "aab");

        assertThat(ids(things.find(regex("a", "^ab")))).containsExactlyInAnyOrder(0, 1, 6);
        assertThat(ids(things.find(regex("a", "^ab*c")))).containsExactlyInAnyOrder(1, 2);
        assertThat(ids(things.find(regex("a", "^ab?")))).containsExactlyInAnyOrder(0, 1, 2, 5, 6, 7);
        assertThat(ids(things.find(regex("a", "^ab|^b")))).containsExactlyInAnyOrder(0, 1, 3, 6);
        assertThat(ids(things.find(regex("a", "^a\\.c")))).containsExactly(5);
        assertThat(ids(things.find(regex("a", "^ab", "i")))).containsExactlyInAnyOrder(0, 1, 4, 6);
    }

    @Test
    void twoEndsMayBeMetByTwoElements() {
        insert(List.of(0, 9), List.of(3), List.of(9), 3, List.of(), List.of(2, 7));
        Bson together = new Document("a", new Document("$gt", 1).append("$lt", 5));
        Bson apart = and(gt("a", 1), lt("a", 5));
        Bson one = elemMatch("a", new Document("$gt", 1).append("$lt", 5));
        assertThat(ids(things.find(together))).containsExactlyInAnyOrder(0, 1, 3, 5);
        things.createIndex(Indexes.ascending("a"));

        assertThat(ids(things.find(together))).containsExactlyInAnyOrder(0, 1, 3, 5);
        assertThat(ids(things.find(apart))).containsExactlyInAnyOrder(0, 1, 3, 5);
        assertThat(ids(things.find(one))).containsExactlyInAnyOrder(1, 5);
    }

    @Test
    void conditionsOnElementsAreNotMetByOneElementAlone() {
        things.createIndex(Indexes.ascending("items.k", "items.n"));
        things.insertOne(items(0, item(1, 5), item(2, 6)));
        things.insertOne(items(1, item(1, 6)));
        things.insertOne(items(2, item(2, 5)));

        assertThat(ids(things.find(and(eq("items.k", 1), eq("items.n", 6))))).containsExactlyInAnyOrder(0, 1);
        assertThat(ids(things.find(elemMatch("items", and(eq("k", 1), eq("n", 6))))))
                .containsExactly(1);
    }

    @Test
    void nothingIsFoundAsNull() {
        things.createIndex(Indexes.ascending("a"));
        things.insertMany(List.of(
                new Document("_id", 0).append("a", null),
                new Document("_id", 1),
                new Document("_id", 2).append("a", 1),
                new Document("_id", 3).append("a", Arrays.asList(1, null)),
                new Document("_id", 4).append("a", List.of())));

        assertThat(ids(things.find(eq("a", null)))).containsExactlyInAnyOrder(0, 1, 3);
        assertThat(ids(things.find(in("a", null, 1)))).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(ids(things.find(ne("a", null)))).containsExactlyInAnyOrder(2, 4);
        assertThat(ids(things.find(exists("a", false)))).containsExactly(1);
        assertThat(ids(things.find(exists("a")))).containsExactlyInAnyOrder(0, 2, 3, 4);
        assertThat(ids(things.find(eq("a", List.of())))).containsExactly(4);
        assertThat(ids(things.find().sort(ascending("a", "_id")))).containsExactly(4, 0, 1, 3, 2);
    }

    @Test
    void anOrMayUseAnIndexForEachPart() {
        things.createIndex(Indexes.ascending("a"));
        things.createIndex(Indexes.ascending("b"));
        insertMany(i -> new Document("a", i).append("b", -i));

        assertThat(ids(things.find(or(eq("a", 3), eq("b", -3), eq("b", -4))))).containsExactlyInAnyOrder(3, 4);
        assertThat(ids(things.find(or(eq("a", 3), exists("c", false))))).hasSize(MANY);
    }

    @Test
    void aFilterThatNoIndexFitsReadsAll() {
        things.createIndex(Indexes.ascending("a", "b"), new IndexOptions().name("both"));
        insertMany(i -> new Document("a", i).append("b", i));

        FindIterable<Document> found = things.find(eq("b", 7));
        assertThat(ids(found)).containsExactly(7);
        assertThat(Plan.of(found)).isEqualTo(new Plan("COLLSCAN", "", MANY));
    }

    private static Document items(int id, Document... items) {
        return new Document("_id", id).append("items", List.of(items));
    }

    private static Document item(int k, int n) {
        return new Document("k", k).append("n", n);
    }

    private void insert(Object... values) {
        for (int i = 0; i < values.length; i++) {
            things.insertOne(new Document("_id", i).append("a", values[i]));
        }
    }

    /** The field comes after the one that orders, so that nothing of it can be looked up. */
    @Test
    void aPatternPassesOverKeysThatItIsNotFoundIn() {
        things.createIndex(Indexes.compoundIndex(Indexes.ascending("a", "b"), Indexes.descending("c")));
        insertMany(i -> new Document("a", i % 2)
                .append("b", i)
                .append("c", i % 8 == 0 ? null : i % 8 == 1 ? "\0x\0" + i : i % 8 == 3 ? i : "t" + i));

        FindIterable<Document> found = things.find(and(eq("a", 1), regex("c", "t.*9$"), regex("c", "t[0-8]")));
        assertThat(ids(found))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(10, MANY)
                        .filter(i -> i % 10 == 9 && i % 8 > 3)
                        .boxed()
                        .toList());
        assertUses(found, "a_1_b_1_c_-1", ids(found).size());
        FindIterable<Document> nul =
                things.find(and(eq("a", 1), regex("c", "^\\x00x\\x00.5$"))).sort(descending("b"));
        assertThat(ids(nul)).containsExactly(65, 25);
        assertUses(nul, "a_1_b_1_c_-1", 2);
    }
}
