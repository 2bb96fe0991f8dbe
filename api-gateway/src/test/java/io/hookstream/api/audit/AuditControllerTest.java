package io.hookstream.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.audit.AuditEntry;
import io.hookstream.messages.audit.AuditEntry.Change;
import io.hookstream.messages.audit.AuditQuery.Audit;
import io.hookstream.messages.audit.AuditQuery.Filter;
import io.hookstream.messages.audit.AuditQuery.ListAudit;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditControllerTest {

    private static final String ID = "aud_" + "0".repeat(32);

    private Gateway gateway;

    @BeforeEach
    void audit() {
        gateway = Gateway.fresh();
        AuditEntry entry = new AuditEntry(
                ID,
                Instant.parse("2026-03-01T15:00:00Z"),
                "ak_1",
                "source.updated",
                "source",
                "src_1",
                List.of(new Change("name", "\"One\"", "\"Two\""), new Change("limits", null, "[1,2]")),
                "req_1");
        gateway.bus.query(ListAudit.class, Audit.class, query -> new Audit(List.of(entry), ID));
    }

    @Test
    void aChangeIsShownWithItsValues() {
        gateway.client()
                .get()
                .uri("/v1/audit")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                        {"audit": [{"id": "%s", "at": "2026-03-01T15:00:00Z", "actor": "ak_1", "action": "source.updated",
                          "resource_type": "source", "resource_id": "src_1", "request_id": "req_1",
                          "changes": [{"field": "name", "old": "One", "new": "Two"},
                                      {"field": "limits", "old": null, "new": [1, 2]}]}],
                         "has_more": true}
                        """.formatted(ID));
    }

    @Test
    void filtersArePassedOn() {
        gateway.client()
                .get()
                .uri("/v1/audit?resource_id=src_1&resource_type=source&actor=ak_1&action=source.updated"
                        + "&after=2026-03-01T00:00:00Z&before=2026-03-02T00:00:00Z&limit=7")
                .exchange()
                .expectStatus()
                .isOk();

        ListAudit query = gateway.bus.only(ListAudit.class);
        assertThat(query.tenant()).isEqualTo(Gateway.TENANT);
        assertThat(query.page().limit()).isEqualTo(7);
        assertThat(query.filter())
                .isEqualTo(new Filter(
                        "src_1",
                        "source",
                        "ak_1",
                        "source.updated",
                        Instant.parse("2026-03-01T00:00:00Z"),
                        Instant.parse("2026-03-02T00:00:00Z")));
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        for (String time : List.of("yesterday", "%2B999999999-01-01T00:00:00Z", "1969-12-31T23:59:59Z")) {
            gateway.client()
                    .get()
                    .uri(java.net.URI.create("http://127.0.0.1:" + gateway.port() + "/v1/audit?after=" + time))
                    .exchange()
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.error")
                    .value((String error) -> assertThat(error).startsWith("after: must be an ISO 8601 time"));
        }
    }
}
