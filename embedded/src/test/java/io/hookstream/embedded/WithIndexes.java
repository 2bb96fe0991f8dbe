package io.hookstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.FindIterable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bson.Document;

/** What tests of indexes share. */
abstract class WithIndexes extends WithDocumentStore {

    static final int MANY = 200;

    static void assertUses(FindIterable<Document> query, String index, int examined) {
        assertThat(Plan.of(query)).isEqualTo(new Plan("IXSCAN", index, examined));
    }

    /** {@link #MANY} documents, of the ids from 0. */
    void insertMany(IntFunction<Document> document) {
        things.insertMany(IntStream.range(0, MANY)
                .mapToObj(i -> document.apply(i).append("_id", i))
                .toList());
    }

    static List<Integer> ids(Iterable<Document> documents) {
        List<Integer> ids = new ArrayList<>();
        documents.forEach(document -> ids.add(document.getInteger("_id")));
        return ids;
    }
}
