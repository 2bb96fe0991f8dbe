package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.hookstream.embedded.EmbeddedDocumentStore;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class GridFsPayloadStoreIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static EmbeddedDocumentStore server;
    private static MongoClient client;

    private MongoDatabase database;
    private GridFsPayloadStore store;

    @BeforeAll
    static void open(@TempDir Path data) {
        server = EmbeddedDocumentStore.open(data);
        client = MongoClients.create(server.connectionString());
    }

    @AfterAll
    static void close() {
        client.close();
        server.close();
    }

    @BeforeEach
    void forget() {
        database = client.getDatabase("test");
        Mono.from(database.drop()).block(LIMIT);
        store = new GridFsPayloadStore(database);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10 * 1024 + 1, 255 * 1024, 255 * 1024 + 1, 1024 * 1024, 5 * 1024 * 1024})
    void whatIsStoredIsReadByteForByte(int size) {
        byte[] bytes = bytes(size, 1);

        assertThat(store.store("evt_1", bytes)).succeedsWithin(LIMIT);

        assertThat(read("evt_1")).isEqualTo(bytes);
    }

    @Test
    void storingTheSameAgainIsHarmless() {
        byte[] bytes = bytes(600 * 1024, 1);
        assertThat(store.store("evt_1", bytes)).succeedsWithin(LIMIT);

        assertThat(store.store("evt_1", bytes)).succeedsWithin(LIMIT);

        assertThat(read("evt_1")).isEqualTo(bytes);
        assertThat(count("payloads.files")).isOne();
        assertThat(count("payloads.chunks")).isEqualTo(3);
    }

    @Test
    void everyEventHasBytesOfItsOwn() {
        assertThat(store.store("evt_1", bytes(20_000, 1))).succeedsWithin(LIMIT);
        assertThat(store.store("evt_2", bytes(20_000, 2))).succeedsWithin(LIMIT);

        assertThat(read("evt_1")).isEqualTo(bytes(20_000, 1));
        assertThat(read("evt_2")).isEqualTo(bytes(20_000, 2));
    }

    @Test
    void whatIsNotThereIsAnError() {
        assertThatThrownBy(() -> read("evt_unknown")).hasMessageContaining("File not found");
    }

    private byte[] read(String eventId) {
        return Flux.from(store.read(eventId))
                .collect(ByteArrayOutputStream::new, GridFsPayloadStoreIT::append)
                .map(ByteArrayOutputStream::toByteArray)
                .block(LIMIT);
    }

    private static void append(ByteArrayOutputStream all, ByteBuffer chunk) {
        byte[] bytes = new byte[chunk.remaining()];
        chunk.get(bytes);
        all.writeBytes(bytes);
    }

    private Long count(String collection) {
        return Mono.from(database.getCollection(collection).countDocuments()).block(LIMIT);
    }

    private static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
