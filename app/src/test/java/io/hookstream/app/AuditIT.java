package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who changed what, and what things were, as whoever runs the program asks for it. */
class AuditIT {

    @TempDir
    Path data;

    private Started program;
    private Calls calls;

    @BeforeEach
    void start() {
        program = Started.on(data);
        calls = new Calls(program.client());
    }

    @AfterEach
    void stop() {
        program.close();
    }

    private String destination() {
        return calls.made(
                        "post",
                        "/v1/destinations",
                        "{\"name\": \"One\", \"url\": \"https://example.com/\","
                                + " \"headers\": {\"Authorization\": \"Bearer first-key-abcd\"}}")
                .path("id")
                .asText();
    }

    private List<JsonNode> audit(String query, int expected) {
        List<JsonNode> found = new ArrayList<>();
        await().untilAsserted(() -> {
            found.clear();
            calls.made("get", "/v1/audit?" + query, null).path("audit").forEach(found::add);
            assertThat(found).hasSize(expected);
        });
        return found;
    }

    @Test
    void aChangeIsListedWithWhoMadeItByWhichRequestAndWithoutSecrets() {
        String id = destination();
        calls.made("patch", "/v1/destinations/" + id, "{\"name\": \"Two\"}");
        calls.made("patch", "/v1/destinations/" + id, "{\"headers\": {\"Authorization\": \"Bearer second-key-efgh\"}}");
        calls.made("post", "/v1/destinations/" + id + "/circuit/reset", null);
        calls.made("delete", "/v1/destinations/" + id, null);

        List<JsonNode> changes = audit("resource_id=" + id, 5);
        assertThat(changes.stream().map(change -> change.path("action").asText()))
                .containsExactly(
                        "destination.deleted",
                        "destination.circuit_reset",
                        "destination.updated",
                        "destination.updated",
                        "destination.created");
        assertThat(changes).allSatisfy(change -> {
            assertThat(change.path("actor").asText())
                    .isEqualTo(program.bootstrap().path("api_key_id").asText());
            assertThat(change.path("request_id").asText()).matches("req_[0-9a-f]{32}");
        });
        assertThat(changes.get(3).path("changes").toString())
                .isEqualTo("[{\"field\":\"name\",\"old\":\"One\",\"new\":\"Two\"}]");
        assertThat(changes.get(2).path("changes").toString())
                .isEqualTo("[{\"field\":\"config.headers.Authorization\",\"old\":\"****abcd\",\"new\":\"****efgh\"}]");
        assertThat(changes.toString()).doesNotContain("first-key").doesNotContain("second-key");
    }

    @Test
    void whatTheProgramDidItselfHasNoActor() {
        JsonNode organization = audit("resource_type=organization", 1).getFirst();

        assertThat(organization.path("action").asText()).isEqualTo("organization.created");
        assertThat(organization.path("actor").isNull()).isTrue();
    }

    @Test
    void aThingOfThePastIsAnsweredAsItWas() {
        String id = destination();
        String created = read(id, "").path("created_at").asText();
        calls.made("patch", "/v1/destinations/" + id, "{\"name\": \"Two\"}");
        String updated = read(id, "").path("updated_at").asText();
        calls.made("delete", "/v1/destinations/" + id, null);

        assertThat(calls.get("/v1/destinations/" + id).status()).isEqualTo(404);
        JsonNode then = read(id, "?as_of=" + later(created));
        assertThat(then.path("name").asText()).isEqualTo("One");
        assertThat(then.at("/headers/Authorization").asText()).isEqualTo("****abcd");
        assertThat(then.path("delivery_count").isNull()).isTrue();
        assertThat(read(id, "?as_of=" + later(updated)).path("name").asText()).isEqualTo("Two");
        assertThat(calls.get("/v1/destinations/" + id + "?as_of=2020-01-01T00:00:00Z")
                        .status())
                .isEqualTo(404);
        assertThat(calls.get("/v1/destinations/" + id + "?as_of=9000-01-01T00:00:00Z")
                        .status())
                .isEqualTo(404);
        assertThat(calls.get("/v1/destinations/" + id + "?as_of=then").status()).isEqualTo(400);
        assertThat(calls.get("/v1/sources/" + id + "?as_of=" + later(created)).status())
                .isEqualTo(404);
    }

    private JsonNode read(String id, String query) {
        return calls.made("get", "/v1/destinations/" + id + query, null);
    }

    /** The log is more precise than what is shown. */
    private static String later(String shown) {
        return java.time.Instant.parse(shown).plusMillis(1).toString();
    }
}
