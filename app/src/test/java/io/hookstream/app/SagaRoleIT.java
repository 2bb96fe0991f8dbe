package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoDatabase;
import io.hookstream.app.WelcomeSaga.Diary;
import io.hookstream.messages.Json;
import io.hookstream.sagas.deadline.MongoDeadlineManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A saga in the whole program: found, stored, tried again, woken, and all of that across a restart. */
class SagaRoleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path data;

    @Test
    void aSagaIsTriedAgainAndWokenAfterARestart() {
        String created;
        String welcome;
        try (Started program = Started.with(data, WelcomeSaga.class, Diary.class)) {
            String id = createSource(program);
            created = "created " + id;
            welcome = "welcome " + id;
            await().atMost(PATIENCE).until(() -> count(program, "sagas") == 1 && count(program, "deadlines") == 1);
            assertThat(program.bean(Diary.class).entries).containsExactly(created, created);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(health(program).at("/processors").findValuesAsText("name"))
                                    .contains("sagas", "router"));
        }
        try (Started program = Started.with(data, WelcomeSaga.class, Diary.class)) {
            program.bean(MongoDeadlineManager.class).hasten("welcome");
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(program.bean(Diary.class).entries).containsExactly(welcome));
            await().atMost(PATIENCE).until(() -> count(program, "sagas") + count(program, "deadlines") == 0);
            await().atMost(PATIENCE)
                    .until(() -> health(program).path("status").asText().equals("ok"));
        }
    }

    private static String createSource(Started program) {
        byte[] body = program.client()
                .post()
                .uri("/v1/sources")
                .bodyValue("{\"name\": \"Stripe\"}")
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return json(body).findValue("id").asText();
    }

    private static JsonNode health(Started program) {
        return json(program.client()
                .get()
                .uri("/v1/health")
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    private static JsonNode json(byte[] body) {
        try {
            return Json.mapper().readTree(body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long count(Started program, String collection) {
        return program.bean(MongoDatabase.class).getCollection(collection).countDocuments();
    }
}
