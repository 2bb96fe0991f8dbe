package io.hookstream.app;

import static io.hookstream.app.Browser.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.app.Browser.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invitations, roles and environments, on a server that takes only who is invited. */
class MembersIT {

    @TempDir
    Path data;

    private static JsonNode invite(Browser by, String email, String role) {
        Answer invited =
                by.post("/v1/organization/invitations", "{\"email\": \"" + email + "\", \"role\": \"" + role + "\"}");
        assertThat(invited.status()).as(invited.body().toString()).isEqualTo(201);
        return invited.body();
    }

    private static String idOf(Browser browser) {
        return browser.get("/v1/auth/session").body().at("/user/id").asText();
    }

    @Test
    void whoIsInvitedComesInAndMayDoWhatTheirRoleAllows() {
        try (Started program = Started.on(data, "hookstream.gateway.sign-up=invited")) {
            Browser owner = Browser.signedUp(program, "owner@example.com");
            Browser stranger = new Browser(program);
            assertThat(stranger.signUp("stranger@example.com", PASSWORD, null).status())
                    .isEqualTo(403);
            assertThat(stranger.logIn("stranger@example.com", PASSWORD).status())
                    .isEqualTo(401);
            assertThat(stranger.get("/v1/auth/options").body().path("sign_up").asText())
                    .isEqualTo("invited");

            JsonNode invitation = invite(owner, "viewer@example.com", "viewer");
            String token = invitation.path("token").asText();
            assertThat(invitation.path("url").asText()).endsWith("/invitation#token=" + token);
            assertThat(owner.get("/v1/organization/invitations").body().toString())
                    .contains("viewer@example.com")
                    .doesNotContain(token);
            assertThat(stranger.signUp("stranger@example.com", PASSWORD, token).status())
                    .isEqualTo(404);
            assertThat(stranger.signUp("viewer@example.com", PASSWORD, "nonsense")
                            .status())
                    .isEqualTo(404);

            Browser viewer = new Browser(program);
            Answer joined = viewer.signUp("viewer@example.com", PASSWORD, token);
            assertThat(joined.status()).isEqualTo(201);
            assertThat(joined.body().path("role").asText()).isEqualTo("viewer");
            assertThat(joined.body().path("organization")).isNotEmpty();
            assertThat(owner.get("/v1/organization/invitations").body().path("invitations"))
                    .isEmpty();

            assertThat(viewer.get("/v1/sources").status()).isEqualTo(200);
            assertThat(viewer.get("/v1/organization/members").body().path("members"))
                    .hasSize(2);
            assertThat(viewer.post("/v1/sources", "{\"name\": \"Shop\"}").status())
                    .isEqualTo(403);
            assertThat(viewer.post("/v1/auth/api-keys", "{\"name\": \"mine\"}").status())
                    .isEqualTo(403);
            assertThat(viewer.post("/v1/organization/environments", "{\"name\": \"mine\"}")
                            .status())
                    .isEqualTo(403);
            assertThat(viewer.post("/v1/organization/invitations", "{\"email\": \"x@example.com\"}")
                            .status())
                    .isEqualTo(403);

            String member = "/v1/organization/members/" + idOf(viewer);
            assertThat(owner.patch(member, "{\"role\": \"member\"}")
                            .body()
                            .path("role")
                            .asText())
                    .isEqualTo("member");
            assertThat(viewer.post("/v1/sources", "{\"name\": \"Shop\"}").status())
                    .isEqualTo(201);
            assertThat(owner.patch("/v1/organization/members/" + idOf(owner), "{\"role\": \"admin\"}")
                            .status())
                    .isEqualTo(409);
            assertThat(owner.delete("/v1/organization/members/" + idOf(owner)).status())
                    .isEqualTo(409);

            assertThat(owner.delete(member).status()).isEqualTo(200);
            assertThat(viewer.get("/v1/sources").status()).isEqualTo(401);
            assertThat(viewer.logIn("viewer@example.com", PASSWORD).status()).isEqualTo(403);
            assertThat(owner.delete(member).status()).isEqualTo(404);
        }
    }

    @Test
    void environmentsAndOrganizationsShareNothing() {
        try (Started program = Started.on(data)) {
            Browser owner = Browser.signedUp(program, "owner@example.com");
            String live =
                    owner.get("/v1/auth/session").body().at("/environment/id").asText();
            String liveSource = owner.post("/v1/sources", "{\"name\": \"Shop\"}")
                    .body()
                    .path("id")
                    .asText();
            String liveKey = owner.key();
            JsonNode staging = owner.post("/v1/organization/environments", "{\"name\": \"Staging\"}")
                    .body();
            String stagingId = staging.path("id").asText();
            assertThat(staging.path("mode").asText()).isEqualTo("test");
            assertThat(owner.patch("/v1/organization/environments/" + stagingId, "{\"name\": \"Preview\"}")
                            .body()
                            .path("name")
                            .asText())
                    .isEqualTo("Preview");

            Answer chosen = choose(owner, stagingId);
            assertThat(chosen.body().at("/environment/name").asText()).isEqualTo("Preview");
            assertThat(owner.get("/v1/sources").body().path("sources")).isEmpty();
            assertThat(owner.get("/v1/sources/" + liveSource).status()).isEqualTo(404);
            assertThat(owner.get("/v1/auth/api-keys").body().path("api_keys")).isEmpty();
            String testKey = owner.key();
            assertThat(testKey).startsWith("hs_test_");
            assertThat(sources(program, testKey)).isEmpty();
            assertThat(sources(program, liveKey)).hasSize(1);

            Browser other = Browser.signedUp(program, "other@example.com");
            assertThat(choose(other, live).status()).isEqualTo(404);
            assertThat(choose(other, stagingId).status()).isEqualTo(404);
            assertThat(other.get("/v1/organization").body().path("id").asText())
                    .isNotEqualTo(
                            owner.get("/v1/organization").body().path("id").asText());
            assertThat(other.patch("/v1/organization/environments/" + stagingId, "{\"name\": \"Mine\"}")
                            .status())
                    .isEqualTo(404);
            assertThat(other.patch("/v1/organization/members/" + idOf(owner), "{\"role\": \"viewer\"}")
                            .status())
                    .isEqualTo(404);
            assertThat(other.delete("/v1/organization/members/" + idOf(owner)).status())
                    .isEqualTo(404);

            String token =
                    invite(owner, "other@example.com", "admin").path("token").asText();
            Answer accepted = other.post("/v1/auth/invitations/accept", "{\"token\": \"" + token + "\"}");
            assertThat(accepted.status()).isEqualTo(200);
            assertThat(accepted.body().path("organizations")).hasSize(2);
            assertThat(accepted.body().at("/environment/id").asText()).isEqualTo(live);
            assertThat(other.get("/v1/sources/" + liveSource).status()).isEqualTo(200);
            assertThat(other.post("/v1/auth/invitations/accept", "{\"token\": \"" + token + "\"}")
                            .status())
                    .isEqualTo(404);
            assertThat(other.post("/v1/auth/invitations/accept", "{\"token\": \"" + liveSource + ".x\"}")
                            .status())
                    .isEqualTo(404);
            assertThat(choose(other, stagingId).status()).isEqualTo(200);
        }
    }

    private static Answer choose(Browser browser, String environmentId) {
        return browser.post("/v1/auth/session/environment", "{\"environment_id\": \"" + environmentId + "\"}");
    }

    private static JsonNode sources(Started program, String key) {
        return Browser.json(program.client()
                        .get()
                        .uri("/v1/sources")
                        .headers(headers -> headers.set("X-API-Key", key))
                        .exchange()
                        .expectBody()
                        .returnResult()
                        .getResponseBody())
                .path("sources");
    }
}
