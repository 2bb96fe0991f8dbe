package io.hookstream.bench.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreRunIT {
    private static final int COUNT = 5_000;

    private final Corpus corpus = new Corpus();

    @TempDir
    private Path folder;

    @Test
    void measuresTheEmbeddedStoreFromItsFirstStartToItsLastClose() throws Exception {
        DocumentOptions options = DocumentOptions.parse("--count", "" + COUNT, "--seconds", "1", "--journal");
        StoreResult result = new StoreRun(Store.EMBEDDED, options, corpus, folder).run();
        assertThat(result.failure()).isEmpty();
        assertThat(result.documents()).isEqualTo(COUNT);
        for (Figure figure : Figure.values()) {
            if (figure != Figure.RESIDENT) {
                assertThat(result.value(figure))
                        .as(figure.title())
                        .hasValueSatisfying(value -> assertThat(value).isPositive());
            }
        }
    }

    @Test
    void findsWhatIsNotAsItWasWritten() throws Exception {
        Ledger ledger = new Ledger(corpus, COUNT);
        try (StoreProcess process = StoreProcess.start(Store.MEMORY, folder)) {
            MongoCollection<RawBsonDocument> collection =
                    process.client().getDatabase("test").getCollection("documents", RawBsonDocument.class);
            Workload work = new Workload(collection, corpus, ledger);
            work.createIndexes();
            work.insert(4, COUNT, 60);
            work.update(COUNT, 60);
            Check check = new Check(collection, corpus, ledger);
            check.all();

            collection.updateMany(Filters.exists("body"), Updates.inc("attempts", 1));
            assertThatIllegalStateException().isThrownBy(check::all).withMessageContaining("is not what was written");
            collection.updateMany(Filters.exists("body"), Updates.inc("attempts", -1));
            check.all();
            collection.deleteOne(Filters.eq("_id", corpus.id(0)));
            assertThatIllegalStateException().isThrownBy(check::all);
            assertThatIllegalStateException().isThrownBy(() -> {
                for (int i = 0; i < 100; i++) {
                    collection.deleteOne(Filters.eq("_id", corpus.id(COUNT - 1 - i)));
                    work.list(20, 60);
                }
            });
        }
    }
}
