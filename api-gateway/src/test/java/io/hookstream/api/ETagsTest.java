package io.hookstream.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Refused;
import io.hookstream.messages.Revision;
import io.hookstream.messages.source.SourceCommand.CreateSource;
import io.hookstream.messages.source.SourceCommand.DeleteSource;
import io.hookstream.messages.source.SourceCommand.UpdateSource;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

class ETagsTest {

    private static final String URI = "/v1/sources/src_1";

    private final Gateway gateway = Gateway.fresh();
    private long version = 3;
    private long events = 7;

    @BeforeEach
    void oneSource() {
        gateway.bus.query(
                FindSource.class,
                SourceView.class,
                query -> new SourceView(
                        query.id(),
                        Gateway.TENANT,
                        new SourceSettings("Stripe", "stripe", true),
                        new Revision(version, false, "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
                        events));
        gateway.bus.command(CreateSource.class, command -> version);
        gateway.bus.command(UpdateSource.class, command -> {
            if (command.expectedVersion() != null && command.expectedVersion() != version) {
                throw Refused.stale("Source");
            }
            return ++version;
        });
        gateway.bus.command(DeleteSource.class, command -> version);
    }

    @Test
    void whoKnowsTheLatestIsNotToldItAgain() {
        String tag = tag(send(HttpMethod.GET, "X-None", "none").expectStatus().isOk());

        assertThat(tag).matches("\"3-[0-9a-f]{32}\"");
        for (String known : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
            WebTestClient.ResponseSpec answer = send(HttpMethod.GET, "If-None-Match", known);
            answer.expectStatus().isNotModified().expectBody().isEmpty();
            assertThat(tag(answer)).isEqualTo(tag);
        }
        send(HttpMethod.HEAD, "If-None-Match", tag).expectStatus().isNotModified();
    }

    @Test
    void aCounterThatGrewIsTold() {
        String tag = tag(send(HttpMethod.GET, "X-None", "none"));
        events++;

        send(HttpMethod.GET, "If-None-Match", tag)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.event_count")
                .isEqualTo(8);
    }

    @Test
    void aChangeIsForTheVersionThatWasSeen() {
        String seen = tag(send(HttpMethod.GET, "X-None", "none"));
        events++;
        String next =
                tag(send(HttpMethod.PATCH, "If-Match", seen).expectStatus().isOk());

        assertThat(next).startsWith("\"4-").isEqualTo(tag(send(HttpMethod.GET, "X-None", "none")));
        assertThat(gateway.bus.only(UpdateSource.class).expectedVersion()).isEqualTo(3);
        send(HttpMethod.PATCH, "If-Match", seen)
                .expectStatus()
                .isEqualTo(412)
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("Source was changed since: read it again");
    }

    @Test
    void aDeletionToo() {
        send(HttpMethod.DELETE, "If-Match", "\"9-" + "0".repeat(32) + "\"");

        assertThat(gateway.bus.only(DeleteSource.class).expectedVersion()).isEqualTo(9);
    }

    /** A weak one says that it is no basis for a change. */
    @ParameterizedTest
    @ValueSource(strings = {"\"foreign\"", "W/\"3-00000000000000000000000000000000\""})
    void whatCannotBeOfTheSourceIsAnotherVersion(String tag) {
        send(HttpMethod.PATCH, "If-Match", tag).expectStatus().isEqualTo(412);
    }

    @Test
    void anyVersionIsGoodForAStar() {
        send(HttpMethod.PATCH, "If-Match", "*").expectStatus().isOk();

        assertThat(gateway.bus.only(UpdateSource.class).expectedVersion()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3",
                "not a tag",
                "\"3-00000000000000000000000000000000\", \"4-00000000000000000000000000000000\""
            })
    void whatNamesNoVersionOrSeveralIsRefused(String header) {
        send(HttpMethod.PATCH, "If-Match", header)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .value(error -> assertThat((String) error).startsWith("If-Match: "));
        assertThat(gateway.bus.received(UpdateSource.class)).isEmpty();
    }

    @Test
    void whatIsCreatedHasNoVersionBefore() {
        gateway.client()
                .post()
                .uri("/v1/sources")
                .header("If-Match", "\"3-00000000000000000000000000000000\"")
                .bodyValue("{\"name\": \"Stripe\"}")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    private WebTestClient.ResponseSpec send(HttpMethod method, String header, String value) {
        WebTestClient.RequestBodySpec request =
                gateway.client().method(method).uri(URI).header(header, value);
        return (method.equals(HttpMethod.PATCH) ? request.bodyValue("{\"enabled\": false}") : request).exchange();
    }

    private static String tag(WebTestClient.ResponseSpec answer) {
        return Objects.requireNonNull(
                answer.returnResult(Void.class).getResponseHeaders().getETag());
    }
}
