package io.hookstream.api.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.projection.ProjectionCommand.ResetProjection;
import io.hookstream.messages.projection.ProjectionQuery.ListProjections;
import io.hookstream.messages.projection.ProjectionQuery.ProcessorStatus;
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
                query -> new Projections(List.of(new ProcessorStatus("events", true, 8, 8, 42, false))));

        gateway.with("admin")
                .get()
                .uri("/v1/admin/projections")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                    {"projections": [{"name": "events", "running": true, "claimed": 8, "segments": 8, "lag": 42,
                      "replaying": false}]}""", JsonCompareMode.STRICT);
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
}
