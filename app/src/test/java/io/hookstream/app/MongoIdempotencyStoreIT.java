package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoClient;
import io.hookstream.embedded.EmbeddedDocumentStore;
import io.hookstream.messages.Secret;
import io.hookstream.messages.idempotency.IdempotencyStore.Answer;
import io.hookstream.messages.idempotency.IdempotencyStore.Attempt;
import io.hookstream.messages.idempotency.IdempotencyStore.Earlier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongoIdempotencyStoreIT {

    private static final Answer ANSWER =
            new Answer(201, "application/json", "\"0-1\"", new Secret("v1.ciphertext", ""));

    private static EmbeddedDocumentStore server;
    private static MongoClient reactive;
    private static com.mongodb.client.MongoClient client;

    private final Instant now = Instant.now();
    private MongoIdempotencyStore store;

    @BeforeAll
    static void open(@TempDir Path data) {
        server = EmbeddedDocumentStore.open(data);
        client = MongoClients.create(server.connectionString());
        reactive = com.mongodb.reactivestreams.client.MongoClients.create(server.connectionString());
    }

    @AfterAll
    static void close() {
        reactive.close();
        client.close();
        server.close();
    }

    @BeforeEach
    void forget() {
        client.getDatabase("test").drop();
        store = store();
    }

    private static MongoIdempotencyStore store() {
        return new MongoIdempotencyStore(client.getDatabase("test"), reactive.getDatabase("test"));
    }

    private Attempt attempt(String owner, Instant at) {
        return new Attempt("id", "digest", owner, at, at.plus(Duration.ofMinutes(2)), at.plus(Duration.ofHours(24)));
    }

    @Test
    void theFirstBeginsAndEverybodyElseFindsIt() {
        assertThat(store.begin(attempt("first", now)).join()).isEmpty();

        assertThat(store.begin(attempt("second", now)).join()).contains(new Earlier("digest", null));
    }

    @Test
    void anotherProcessFindsTheAnswer() {
        store.begin(attempt("first", now)).join();
        store.finish(attempt("first", now), ANSWER).join();

        assertThat(store().begin(attempt("second", now)).join()).contains(new Earlier("digest", ANSWER));
    }

    @Test
    void ofManyAtOnceOneIsTheFirst() {
        List<CompletableFuture<Boolean>> begun = IntStream.range(0, 20)
                .mapToObj(i -> store.begin(attempt("owner" + i, now)).thenApply(Optional::isEmpty))
                .toList();

        assertThat(begun.stream().map(CompletableFuture::join)).containsOnlyOnce(true);
    }

    @Test
    void whatWasForgottenBeginsAnew() {
        store.begin(attempt("first", now)).join();
        store.forget(attempt("first", now)).join();

        assertThat(store.begin(attempt("second", now)).join()).isEmpty();
    }

    @Test
    void whatACrashLeftIsTakenOverAndNotOverwrittenByALateOne() {
        store.begin(attempt("crashed", now)).join();
        Instant later = now.plus(Duration.ofMinutes(2)).plusMillis(1);

        assertThat(store.begin(attempt("second", later)).join()).isEmpty();
        store.finish(attempt("crashed", now), ANSWER).join();
        store.forget(attempt("crashed", now)).join();

        assertThat(store.begin(attempt("third", later)).join()).contains(new Earlier("digest", null));
    }

    @Test
    void anAnswerIsKeptForADay() {
        store.begin(attempt("first", now)).join();
        store.finish(attempt("first", now), ANSWER).join();
        Instant day = now.plus(Duration.ofHours(24));

        assertThat(store.begin(attempt("second", day.minusSeconds(1))).join()).isPresent();
        assertThat(store.begin(attempt("third", day.plusMillis(1))).join()).isEmpty();
    }

    @Test
    void theStoreDeletesWhatIsExpired() {
        List<Document> indexes = client.getDatabase("test")
                .getCollection(MongoIdempotencyStore.COLLECTION)
                .listIndexes()
                .into(new java.util.ArrayList<>());

        assertThat(indexes).anySatisfy(index -> {
            assertThat(index.get("key", Document.class)).containsOnlyKeys("expires_at");
            assertThat(index.get("expireAfterSeconds", Number.class).longValue())
                    .isZero();
        });
    }
}
