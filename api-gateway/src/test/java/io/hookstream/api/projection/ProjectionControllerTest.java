package io.hookstream.api.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.projection.ProjectionCommand.DeadLettersRetried;
import io.hookstream.messages.projection.ProjectionCommand.ResetProjection;
import io.hookstream.messages.projection.ProjectionCommand.RetryDeadLetters;
import io.hookstream.messages.projection.ProjectionQuery.DeadLetterView;
import io.hookstream.messages.projection.ProjectionQuery.ListProjections;
import io.hookstream.messages.projection.ProjectionQuery.ProjectionStatus;
import io.hookstream.messages.projection.ProjectionQuery.Projections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.json.JsonCompareMode;

class ProjectionControllerTest {

    private final Gateway gateway = Gateway.fresh();

    @Test
    void theListTellsHowFarEachHasCome() {
        gateway.bus.query(
                ListProjections.class,
                Projections.class,
                query -> new Projections(List.of(new ProjectionStatus(
                        "events",
                        true,
                        8,
                        8,
                        42,
                        1700,
                        false,
                        3,
                        new DeadLetterView(
                                "EventReceived",
                                "evt_1",
                                "java.lang.IllegalArgumentException: bad",
                                "2026-01-02T03:04:05Z")))));

        gateway.with("admin")
                .get()
                .uri("/v1/admin/projections")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                    {"projections": [{"name": "events", "running": true, "claimed": 8, "segments": 8, "lag": 42,
                      "position": 1700, "replaying": false, "dead_letters": 3,
                      "oldest_dead_letter": {"event": "EventReceived", "aggregate_id": "evt_1",
                        "cause": "java.lang.IllegalArgumentException: bad", "since": "2026-01-02T03:04:05Z"}}]}""", JsonCompareMode.STRICT);
    }

    @Test
    void aResetIsAcceptedOnceItHasBegun() {
        gateway.bus.command(ResetProjection.class, command -> null);

        gateway.with("all")
                .post()
                .uri("/v1/admin/projections/events/reset")
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody()
                .json("{\"success\": true}", JsonCompareMode.STRICT);
        assertThat(gateway.bus.only(ResetProjection.class)).isEqualTo(new ResetProjection("events"));
    }

    @Test
    void deadLettersAreTriedAgainAtOnceAndCounted() {
        gateway.bus.command(RetryDeadLetters.class, command -> new DeadLettersRetried(2, 1));

        gateway.with("admin")
                .post()
                .uri("/v1/admin/projections/events/retry-dead-letters")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"processed\": 2, \"remaining\": 1}", JsonCompareMode.STRICT);
        assertThat(gateway.bus.only(RetryDeadLetters.class)).isEqualTo(new RetryDeadLetters("events"));
    }
}
