package io.hookstream.api.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.api.Paging;
import io.hookstream.messages.Ids;
import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Revision;
import io.hookstream.messages.source.SourceCommand.CreateSource;
import io.hookstream.messages.source.SourceCommand.DeleteSource;
import io.hookstream.messages.source.SourceCommand.UpdateSource;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceQuery.ListSources;
import io.hookstream.messages.source.SourceQuery.Sources;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.json.JsonCompareMode;

class SourceControllerTest {

    private static final String CREATED = "2026-01-02T03:04:05Z";
    private static final String UPDATED = "2026-01-03T03:04:05Z";

    private final Gateway gateway = Gateway.fresh();
    private final String id = Ids.create("src", 1_767_323_045_000L);

    private SourceView source(String id, long version, boolean deleted) {
        return new SourceView(
                id,
                Gateway.TENANT,
                new SourceSettings("Stripe", "stripe", true),
                new Revision(version, deleted, CREATED, UPDATED),
                1542);
    }

    private String json(String id) {
        return """
            {"id": "%s", "name": "Stripe", "slug": "stripe", "enabled": true, "event_count": 1542,
             "verification_type": null, "dedup_strategy": null, "dedup_field": null, "dedup_window_seconds": null,
             "verification_secret": null, "verification_secret_previous": null, "verification_header": null,
             "verification_tolerance_seconds": null, "verification_url": null,
             "ip_allowlist": null, "ip_denylist": null, "schema_validation_enabled": null, "json_schema": null,
             "schema_action": null, "response_status": null, "response_body": null, "response_headers": null,
             "url": "http://127.0.0.1:%d/v1/ingest/%s", "created_at": "%s", "updated_at": "%s"}""".formatted(id, gateway.port(), id, CREATED, UPDATED);
    }

    @Test
    void aSourceIsCreatedUnderANewIdAndAnsweredAsItIs() throws Exception {
        gateway.bus.command(CreateSource.class, command -> 0L);
        gateway.bus.query(FindSource.class, SourceView.class, query -> source(query.id(), 0, false));

        String answer = gateway.client()
                .post()
                .uri("/v1/sources")
                .bodyValue("{\"name\": \"Stripe\", \"slug\": \"stripe\"}")
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        CreateSource command = gateway.bus.only(CreateSource.class);
        assertThat(command.id()).matches("src_[0-9a-f]{32}");
        assertThat(command.tenant()).isEqualTo(Gateway.TENANT);
        assertThat(command.settings()).isEqualTo(new SourceSettings("Stripe", "stripe", null));
        org.skyscreamer.jsonassert.JSONAssert.assertEquals(json(command.id()), answer, true);
    }

    @Test
    void aSourceIsCreatedWithItsStrategyAndShowsIt() {
        SourceSettings settings =
                new SourceSettings("GitHub", "github", null, "header_field", "x-github-delivery", 600);
        gateway.bus.command(CreateSource.class, command -> 0L);
        gateway.bus.query(
                FindSource.class,
                SourceView.class,
                query -> new SourceView(
                        query.id(), Gateway.TENANT, settings, new Revision(0, false, CREATED, UPDATED), 0));

        gateway.client()
                .post()
                .uri("/v1/sources")
                .bodyValue("""
                        {"name": "GitHub", "slug": "github", "dedup_strategy": "header_field",
                         "dedup_field": "x-github-delivery", "dedup_window_seconds": 600}""")
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.dedup_strategy")
                .isEqualTo("header_field")
                .jsonPath("$.dedup_field")
                .isEqualTo("x-github-delivery")
                .jsonPath("$.dedup_window_seconds")
                .isEqualTo(600);
        assertThat(gateway.bus.only(CreateSource.class).settings()).isEqualTo(settings);
    }

    @Test
    void aStrategyIsSwitchedOffWithNull() {
        gateway.bus.command(UpdateSource.class, command -> 4L);
        gateway.bus.query(FindSource.class, SourceView.class, query -> source(query.id(), 4, false));

        gateway.client()
                .patch()
                .uri("/v1/sources/" + id)
                .bodyValue("{\"dedup_strategy\": null}")
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(gateway.bus.only(UpdateSource.class).patch())
                .isEqualTo(Collections.singletonMap("dedup_strategy", null));
    }

    @Test
    void aSourceIsShown() {
        gateway.bus.query(FindSource.class, SourceView.class, query -> source(query.id(), 0, false));

        gateway.client()
                .get()
                .uri("/v1/sources/" + id)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json(json(id), JsonCompareMode.STRICT);
        assertThat(gateway.bus.only(FindSource.class)).isEqualTo(new FindSource(id, Gateway.TENANT));
    }

    @Test
    void aSourceThatIsDeletedOrNeverWasIsNotFound() {
        gateway.bus.query(
                FindSource.class, SourceView.class, query -> query.id().equals(id) ? source(id, 3, true) : null);

        for (String gone : List.of(id, "src_never", "*")) {
            gateway.client()
                    .get()
                    .uri("/v1/sources/" + gone)
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("$.error")
                    .isEqualTo("Source not found");
        }
    }

    @Test
    void aChangeHoldsWhatWasSent() {
        gateway.bus.command(UpdateSource.class, command -> 4L);
        gateway.bus.query(FindSource.class, SourceView.class, query -> source(query.id(), 4, false));

        gateway.client()
                .patch()
                .uri("/v1/sources/" + id)
                .bodyValue("{\"enabled\": false}")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json(json(id), JsonCompareMode.STRICT);
        assertThat(gateway.bus.only(UpdateSource.class))
                .isEqualTo(new UpdateSource(id, Gateway.TENANT, Map.of("enabled", false)));
    }

    @Test
    void aDeletionIsAnsweredOnceItShows() {
        gateway.bus.command(DeleteSource.class, command -> 5L);
        gateway.bus.query(FindSource.class, SourceView.class, query -> source(query.id(), 5, true));

        gateway.client()
                .delete()
                .uri("/v1/sources/" + id)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"success\": true}", JsonCompareMode.STRICT);
        assertThat(gateway.bus.only(DeleteSource.class)).isEqualTo(new DeleteSource(id, Gateway.TENANT));
    }

    @Test
    void aChangeThatNoListShowsYetIsNotAcknowledged() {
        gateway.bus.command(UpdateSource.class, command -> 4L);
        gateway.bus.query(FindSource.class, SourceView.class, query -> source(query.id(), 3, false));

        gateway.client()
                .patch()
                .uri("/v1/sources/" + id)
                .bodyValue("{\"enabled\": false}")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .valueEquals("Retry-After", "5");
    }

    @Test
    void aRefusalIsAnsweredWithItsReason() {
        gateway.bus.command(CreateSource.class, command -> {
            throw Refused.conflict("slug: stripe is taken");
        });

        gateway.client()
                .post()
                .uri("/v1/sources")
                .bodyValue("{\"name\": \"Stripe\"}")
                .exchange()
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("slug: stripe is taken");
    }

    @Test
    void aListHasItsPageAndTheCursorOfTheNext() {
        gateway.bus.query(ListSources.class, Sources.class, query -> new Sources(List.of(source(id, 0, false)), id));

        gateway.client()
                .get()
                .uri("/v1/sources?limit=1&cursor=" + Paging.cursor(id))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json(
                        "{\"sources\": [%s], \"cursor\": \"%s\", \"has_more\": true}"
                                .formatted(json(id), Paging.cursor(id)),
                        JsonCompareMode.STRICT);
        assertThat(gateway.bus.only(ListSources.class))
                .isEqualTo(new ListSources(Gateway.TENANT, new PageRequest(id, 1)));
    }

    @Test
    void theLastPageHasNoCursor() {
        gateway.bus.query(ListSources.class, Sources.class, query -> new Sources(List.of(), null));

        gateway.client()
                .get()
                .uri("/v1/sources")
                .exchange()
                .expectBody()
                .json("{\"sources\": [], \"cursor\": null, \"has_more\": false}", JsonCompareMode.STRICT);
        assertThat(gateway.bus.only(ListSources.class).page()).isEqualTo(new PageRequest(null, 20));
    }

    @Test
    void aPageThatCannotBeIsRefusedByItsName() {
        gateway.client()
                .get()
                .uri("/v1/sources?limit=101")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("limit: must be a whole number between 1 and 100; was 101");
    }
}
