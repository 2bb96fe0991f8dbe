package io.hookstream.embedded;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.WriteConcern;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.gridfs.GridFSBuckets;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedDocumentStoreIT extends WithDocumentStore {

    @Test
    void keepsEveryTypeOfValueWhenItIsReopened() {
        Document document = new Document("_id", "a")
                .append("objectId", new ObjectId())
                .append("text", "Grüße, 世界")
                .append("nothing", null)
                .append("int", 1)
                .append("long", 1L << 40)
                .append("double", 0.1)
                .append("decimal", Decimal128.parse("1.10"))
                .append("date", new Date(1_700_000_000_123L))
                .append("binary", new Binary(new byte[] {1, 2, 3}))
                .append("nested", new Document("list", List.of(1, "two", new Document("three", 3), List.of())))
                .append("empty", new Document());
        things.insertOne(document);
        reopen();

        assertThat(things.find().first()).isEqualTo(document);
    }

    @Test
    void countsEveryIncrementOfManyConnections() throws Exception {
        things.insertOne(new Document("_id", 1).append("n", 0));
        List<Future<?>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 16; thread++) {
                futures.add(threads.submit(() -> {
                    for (int i = 0; i < 20; i++) {
                        things.withWriteConcern(i % 2 == 0 ? WriteConcern.JOURNALED : WriteConcern.W1)
                                .findOneAndUpdate(
                                        eq("_id", 1),
                                        inc("n", 1),
                                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));
                    }
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
        reopen();
        assertThat(things.find(eq("_id", 1)).first()).containsEntry("n", 320);
    }

    @ParameterizedTest
    @ValueSource(ints = {30_000, 3_000_000})
    void filesComeBackAsTheyWentIn(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        ObjectId plain = bucket(WriteConcern.W1).uploadFromStream("f", new ByteArrayInputStream(content));
        ObjectId journaled = bucket(WriteConcern.JOURNALED).uploadFromStream("f", new ByteArrayInputStream(content));
        reopen();

        for (ObjectId id : List.of(plain, journaled)) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            bucket(WriteConcern.W1).downloadToStream(id, read);
            assertThat(read.toByteArray()).isEqualTo(content);
        }
        bucket(WriteConcern.JOURNALED).delete(plain);
        assertThat(bucket(WriteConcern.W1).find(eq("_id", plain)).first()).isNull();
    }

    private GridFSBucket bucket(WriteConcern concern) {
        return GridFSBuckets.create(database, "payloads").withWriteConcern(concern);
    }

    @Test
    void updatingTheSameDocumentsDoesNotLetTheFileGrowForEver() throws Exception {
        String text = "x".repeat(400);
        for (int round = 0; round < 500; round++) {
            List<UpdateOneModel<Document>> updates = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                updates.add(new UpdateOneModel<>(
                        eq("_id", i), combine(inc("n", 1), set("text", text)), new UpdateOptions().upsert(true)));
            }
            things.withWriteConcern(round % 10 == 0 ? WriteConcern.JOURNALED : WriteConcern.W1)
                    .bulkWrite(updates);
        }
        assertThat(Files.size(directory.resolve("documents.db"))).isLessThan(100 << 20);
        reopen();
        assertThat(things.find(eq("_id", 42)).first()).containsEntry("n", 500);
    }

    @Test
    void aFullDiskIsAnErrorOfTheWriteAndOfNothingElse() {
        things.insertOne(new Document("_id", 1));
        store.setMaxPages(1);
        String large = "x".repeat(100_000);
        assertThatThrownBy(() -> things.insertMany(
                        List.of(new Document("_id", 2), new Document("_id", 3).append("text", large))))
                .isInstanceOf(MongoCommandException.class)
                .hasMessageContaining("OutOfDiskSpace");
        assertThatThrownBy(() -> database.getCollection("new").insertOne(new Document("_id", 1)))
                .isInstanceOf(MongoCommandException.class);
        assertThat(things.find().into(new ArrayList<>())).containsExactly(new Document("_id", 1));

        store.setMaxPages(1 << 20);
        things.insertOne(new Document("_id", 2).append("text", large));
        database.getCollection("new").insertOne(new Document("_id", 1));
        reopen();
        assertThat(things.countDocuments()).isEqualTo(2);
        assertThat(database.getCollection("new").countDocuments()).isEqualTo(1);
    }

    @Test
    void aFileOfSomethingElseIsNamed() throws Exception {
        close();
        Path file = directory.resolve("documents.db");
        Files.writeString(file, "no store at all ".repeat(2_000));
        assertThatThrownBy(() -> EmbeddedDocumentStore.open(directory))
                .isInstanceOf(StoreCorruptException.class)
                .hasMessageContaining(file.toString());
        Files.delete(file);
        open();
    }

    @Test
    void anOverwrittenFileIsNamed() throws Exception {
        things.insertMany(IntStream.range(0, 2_000)
                .mapToObj(i -> new Document("_id", i).append("text", "x".repeat(200)))
                .toList());
        close();
        Path file = directory.resolve("documents.db");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[(int) channel.size() - 8192]), 8192);
        }
        assertThatThrownBy(() -> EmbeddedDocumentStore.open(directory))
                .isInstanceOf(StoreCorruptException.class)
                .hasMessageContaining(file.toString());
        Files.delete(file);
        open();
    }

    @Test
    void aFileThatWasCutOffIsNamed() throws Exception {
        things.insertMany(IntStream.range(0, 2_000)
                .mapToObj(i -> new Document("_id", i).append("text", "x".repeat(200)))
                .toList());
        close();
        Path file = directory.resolve("documents.db");
        byte[] whole = Files.readAllBytes(file);
        for (int kept : new int[] {50, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, kept));
            assertThatThrownBy(() -> EmbeddedDocumentStore.open(directory))
                    .as("%s of %s bytes", kept, whole.length)
                    .isInstanceOf(StoreCorruptException.class)
                    .hasMessageContaining(file.toString());
        }
        Files.write(file, whole);
        open();
        assertThat(things.countDocuments()).isEqualTo(2_000);
    }

    @Test
    void aSecondStoreInTheSameFolderIsRefused() {
        assertThatThrownBy(() -> EmbeddedDocumentStore.open(directory)).isInstanceOf(DirectoryInUseException.class);
    }
}
