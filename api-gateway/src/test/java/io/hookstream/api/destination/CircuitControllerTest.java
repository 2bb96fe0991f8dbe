package io.hookstream.api.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.Revision;
import io.hookstream.messages.circuit.CircuitCommand.ResetCircuit;
import io.hookstream.messages.circuit.CircuitQuery.FindCircuit;
import io.hookstream.messages.circuit.CircuitView;
import io.hookstream.messages.circuit.CircuitView.Transition;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.test.json.JsonCompareMode;

class CircuitControllerTest {

    private static final String TIME = "2026-01-02T03:04:05Z";
    private static final Instant AT = Instant.parse(TIME);
    private static final CircuitView OPEN =
            circuit(0, "open", 5, AT, AT.plusSeconds(60), List.of(new Transition("open", AT, "too_many_failures", 5)));
    private static final CircuitView CLOSED = circuit(
            1,
            "closed",
            0,
            null,
            null,
            List.of(
                    new Transition("closed", AT.plusSeconds(1), "reset", null),
                    new Transition("open", AT, "too_many_failures", 5)));

    private final Gateway gateway = Gateway.fresh();

    private static CircuitView circuit(
            long version, String state, int failures, Instant openedAt, Instant probeAt, List<Transition> history) {
        return new CircuitView(
                "dst_1",
                Gateway.TENANT,
                new Revision(version, false, TIME, TIME),
                state,
                failures,
                AT,
                openedAt,
                history.getFirst().at(),
                probeAt,
                history);
    }

    @Test
    void aCircuitHasTheDocumentedFieldsAndItsHistory() {
        gateway.bus.query(FindCircuit.class, CircuitView.class, query -> OPEN);

        gateway.with("read")
                .get()
                .uri("/v1/destinations/dst_1/circuit")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                    {"destination_id": "dst_1", "state": "open", "failure_count": 5,
                     "last_failure_at": "2026-01-02T03:04:05Z", "opened_at": "2026-01-02T03:04:05Z",
                     "last_transition_at": "2026-01-02T03:04:05Z", "next_probe_at": "2026-01-02T03:05:05Z",
                     "history": [{"state": "open", "at": "2026-01-02T03:04:05Z", "reason": "too_many_failures",
                                  "failures": 5}]}""", JsonCompareMode.STRICT);
        assertThat(gateway.bus.only(FindCircuit.class)).isEqualTo(new FindCircuit("dst_1", Gateway.TENANT));
    }

    @Test
    void aResetIsAnsweredOnceItIsShown() {
        AtomicBoolean shown = new AtomicBoolean();
        gateway.bus.query(FindCircuit.class, CircuitView.class, query -> shown.get() ? CLOSED : OPEN);
        gateway.bus.command(ResetCircuit.class, command -> {
            Thread.ofVirtual().start(() -> {
                shown.set(true);
                gateway.bus.emit(FindCircuit.class, CLOSED.revision());
            });
            return 1L;
        });

        gateway.client()
                .post()
                .uri("/v1/destinations/dst_1/circuit/reset")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("closed")
                .jsonPath("$.failure_count")
                .isEqualTo(0)
                .jsonPath("$.opened_at")
                .isEqualTo(null)
                .jsonPath("$.history[0].reason")
                .isEqualTo("reset");
        assertThat(gateway.bus.only(ResetCircuit.class))
                .isEqualTo(new ResetCircuit("circuit_dst_1", Gateway.TENANT, "dst_1"));
    }

    @Test
    void whatIsNoDestinationHasNoCircuit() {
        gateway.bus.query(FindCircuit.class, CircuitView.class, query -> null);
        gateway.bus.command(ResetCircuit.class, command -> 0L);

        gateway.client()
                .get()
                .uri("/v1/destinations/dst_1/circuit")
                .exchange()
                .expectStatus()
                .isNotFound();
        gateway.client()
                .post()
                .uri("/v1/destinations/dst_1/circuit/reset")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("Destination not found");
        assertThat(gateway.bus.received(ResetCircuit.class)).isEmpty();
    }

    @Test
    void whoMayOnlyReadResetsNothing() {
        gateway.with("read")
                .post()
                .uri("/v1/destinations/dst_1/circuit/reset")
                .exchange()
                .expectStatus()
                .isForbidden();
    }
}
