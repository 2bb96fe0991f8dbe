package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.hookstream.embedded.EmbeddedDocumentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresIT {

    @TempDir
    Path folder;

    @Test
    void everythingIsInOneFolderThatOnlyItsOwnerMayOpen() throws IOException {
        Path data = folder.resolve("new/data");
        try (Started program = Started.on(data)) {
            assertThat(permissions(data)).isEqualTo("rwx------");
            assertThat(permissions(data.resolve("bootstrap.json"))).isEqualTo("rw-------");
            assertThat(permissions(data.resolve("master.key"))).isEqualTo("rw-------");
            assertThat(data.resolve("events.db")).isNotEmptyFile();
            assertThat(data.resolve("documents.db")).isNotEmptyFile();
        }
    }

    @Test
    void anotherPortAtTheNextStartIsWrittenDownAndTheKeyStays() {
        String key;
        try (Started first = Started.on(folder.resolve("data"))) {
            key = first.bootstrap().path("api_key").asText();
            assertThat(first.bootstrap().path("url").asText()).isEqualTo("http://127.0.0.1:" + first.port());
        }
        try (Started second = Started.on(folder.resolve("data"), "server.address=0.0.0.0")) {
            assertThat(second.bootstrap().path("url").asText()).isEqualTo("http://127.0.0.1:" + second.port());
            assertThat(second.bootstrap().path("api_key").asText()).isEqualTo(key);
            second.client().get().uri("/v1/sources").exchange().expectStatus().isOk();
        }
    }

    /** The embedded store of another folder speaks the same protocol. */
    @Test
    void aMongoDbThatIsNamedIsUsedAndNoneIsEmbedded() throws IOException {
        Path data = folder.resolve("data");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try (EmbeddedDocumentStore remote = EmbeddedDocumentStore.open(elsewhere);
                MongoClient client = MongoClients.create(remote.connectionString())) {
            try (Started program = Started.on(data, "hookstream.mongodb.uri=" + remote.connectionString())) {
                program.client()
                        .get()
                        .uri("/v1/health")
                        .exchange()
                        .expectStatus()
                        .isOk();
                assertThat(client.getDatabase("hookstream").listCollectionNames())
                        .isNotEmpty();
            }
            try (Stream<Path> files = Files.list(data)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .contains("events.db")
                        .doesNotContain("documents.db");
            }
        }
    }

    @Test
    void stoppingTakesNotLongAndLeavesTheFolderToTheNext() {
        Path data = folder.resolve("data");
        Started program = Started.on(data);
        program.client()
                .post()
                .uri("/v1/sources")
                .bodyValue("{\"name\": \"Stripe\"}")
                .exchange()
                .expectStatus()
                .isCreated();
        Instant before = Instant.now();

        program.close();

        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
        try (Started next = Started.on(data)) {
            next.client()
                    .get()
                    .uri("/v1/sources")
                    .exchange()
                    .expectBody()
                    .jsonPath("$.sources[0].name")
                    .isEqualTo("Stripe");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
