package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.projections.ProjectionsConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** What a projection cannot handle, as whoever runs the program sees it. */
class DeadLettersIT {

    private static final String PROJECTIONS = "/v1/admin/projections";

    @TempDir
    Path data;

    @Order(Ordered.HIGHEST_PRECEDENCE)
    @ProcessingGroup(ProjectionsConfiguration.CONFIGURATION)
    static class Flaw {

        private volatile boolean repaired;

        @EventHandler
        void on(SourceCreated event) {
            if (!repaired && "Poison".equals(event.settings().name())) {
                throw new IllegalArgumentException("It cannot be shown");
            }
        }
    }

    @Test
    void aSourceThatCannotBeShownIsADeadLetterUntilTheRepair() {
        try (Started program = Started.with(data, Flaw.class)) {
            create(program, "Poison", 503);
            create(program, "Good", 201);
            program.client()
                    .get()
                    .uri(PROJECTIONS)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.projections[0].name")
                    .isEqualTo("configuration")
                    .jsonPath("$.projections[0].running")
                    .isEqualTo(true)
                    .jsonPath("$.projections[0].dead_letters")
                    .isEqualTo(1)
                    .jsonPath("$.projections[0].oldest_dead_letter.event")
                    .isEqualTo("SourceCreated")
                    .jsonPath("$.projections[0].oldest_dead_letter.aggregate_id")
                    .value(String.class, id -> assertThat(id).startsWith("src_"))
                    .jsonPath("$.projections[0].oldest_dead_letter.cause")
                    .isEqualTo("java.lang.IllegalArgumentException: It cannot be shown")
                    .jsonPath("$.projections[1].dead_letters")
                    .isEqualTo(0);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> program.client()
                            .get()
                            .uri("/v1/health")
                            .exchange()
                            .expectStatus()
                            .isOk()
                            .expectBody()
                            .jsonPath("$.status")
                            .isEqualTo("ok")
                            .jsonPath("$.dead_letters.configuration")
                            .isEqualTo(1)
                            .jsonPath("$.dead_letters.events")
                            .doesNotExist());
            retry(program, 0, 1);

            program.bean(Flaw.class).repaired = true;
            retry(program, 1, 0);
            program.client()
                    .get()
                    .uri("/v1/sources")
                    .exchange()
                    .expectBody()
                    .jsonPath("$.sources.length()")
                    .isEqualTo(2);
        }
    }

    @Test
    void whatIsNoProjectionHasNoDeadLetters() {
        try (Started program = Started.on(data)) {
            program.client()
                    .post()
                    .uri(PROJECTIONS + "/router/retry-dead-letters")
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
    }

    private static void create(Started program, String name, int status) {
        program.client()
                .post()
                .uri("/v1/sources")
                .bodyValue("{\"name\": \"" + name + "\"}")
                .exchange()
                .expectStatus()
                .isEqualTo(status);
    }

    private static void retry(Started program, int processed, int remaining) {
        program.client()
                .post()
                .uri(PROJECTIONS + "/configuration/retry-dead-letters")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.processed")
                .isEqualTo(processed)
                .jsonPath("$.remaining")
                .isEqualTo(remaining);
    }
}
