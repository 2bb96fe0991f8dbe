package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.app.Roles.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each role can be left to another process. */
class RolesOffIT {

    @TempDir
    Path data;

    @ParameterizedTest
    @EnumSource(Role.class)
    void theOthersStartWithoutIt(Role off) {
        String others = Arrays.stream(Role.values())
                .filter(role -> role != off)
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
        try (Started program = Started.on(data, "hookstream.roles=" + others)) {
            healthy(program);
            for (Role role : Role.values()) {
                assertThat(program.has(role.configuration())).as(role.name()).isEqualTo(role != off);
            }
            assertThat(data.resolve("bootstrap.json").toFile().exists()).isEqualTo(off != Role.GATEWAY);
        }
    }

    @Test
    void noRoleNamedMeansAllAndAKeyIsMade() {
        try (Started program = Started.on(data, "hookstream.roles=")) {
            healthy(program);
            program.client().get().uri("/v1/sources").exchange().expectStatus().isOk();
        }
    }

    /** The role of sagas has no processor before there is a saga. */
    @Test
    void aProcessWithoutProcessorsIsHealthyToo() {
        try (Started program = Started.on(data, "hookstream.roles=gateway,command,saga,query")) {
            healthy(program);
        }
    }

    @Test
    void aProcessWithoutTheGatewayShowsItsHealthAndNothingElse() {
        try (Started program = Started.on(data, "hookstream.roles=command")) {
            healthy(program);
            for (String path : List.of("/v1/sources", "/v1/ingest/src_1", "/v3/api-docs", "/")) {
                program.client().get().uri(path).exchange().expectStatus().isNotFound();
            }
        }
    }

    @Test
    void whatOneProcessBeganAnotherGoesOnWith() {
        try (Started withoutProjections = Started.on(data, "hookstream.roles=gateway,command,query,delivery")) {
            withoutProjections
                    .client()
                    .get()
                    .uri("/v1/sources")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(503);
        }
        try (Started all = Started.on(data)) {
            all.client().get().uri("/v1/sources").exchange().expectStatus().isOk();
        }
    }

    private static void healthy(Started program) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> program.client()
                        .get()
                        .uri("/v1/health")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .jsonPath("$.components.event_store")
                        .isEqualTo("up")
                        .jsonPath("$.components.startup")
                        .isEqualTo("up"));
    }
}
