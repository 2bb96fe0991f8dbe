package io.hookstream.app;

import static io.hookstream.app.Browser.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.app.Browser.Answer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseCookie;

/** Signing up, logging in, and the API keys that one then makes. */
class AccountsIT {

    private static Started program;
    private static Browser first;

    @BeforeAll
    static void start(@TempDir Path data) {
        program = Started.on(data);
        first = Browser.signedUp(program, "first@example.com");
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    private static int withKey(String key, HttpMethod method, String path) {
        return program.client()
                .method(method)
                .uri(path)
                .headers(headers -> headers.set("X-API-Key", key))
                .exchange()
                .returnResult(Void.class)
                .getStatus()
                .value();
    }

    @Test
    void theFirstOwnsWhatTheServerWasInstalledWithAndMayAdministerIt() {
        JsonNode session = first.get("/v1/auth/session").body();

        assertThat(session.at("/organization/id").asText())
                .isEqualTo(program.bootstrap().path("organization_id").asText());
        assertThat(session.at("/environment/id").asText())
                .isEqualTo(program.bootstrap().path("environment_id").asText());
        assertThat(session.path("role").asText()).isEqualTo("owner");
        assertThat(session.at("/user/email").asText()).isEqualTo("first@example.com");
        assertThat(first.get("/v1/admin/projections").status()).isEqualTo(200);
        assertThat(withKey(first.key(), HttpMethod.GET, "/v1/admin/projections"))
                .isEqualTo(200);
    }

    @Test
    void everybodyElseHasAnOrganizationAndAnEnvironmentOfTheirOwnAtOnce() {
        Browser second = new Browser(program);
        Answer signedUp = second.signUp(" Second@Example.com", PASSWORD, null);

        assertThat(signedUp.status()).isEqualTo(201);
        assertThat(signedUp.body()).isEqualTo(second.get("/v1/auth/session").body());
        assertThat(signedUp.body().at("/user/email").asText()).isEqualTo("second@example.com");
        assertThat(signedUp.body().at("/organization/id").asText())
                .startsWith("org_")
                .isNotEqualTo(program.bootstrap().path("organization_id").asText());
        assertThat(signedUp.body().at("/environment/mode").asText()).isEqualTo("live");
        assertThat(signedUp.body().path("organizations")).hasSize(1);
        assertThat(second.get("/v1/sources").body().path("sources")).isEmpty();
        assertThat(second.get("/v1/admin/projections").status()).isEqualTo(403);
        assertThat(withKey(second.key(), HttpMethod.GET, "/v1/admin/projections"))
                .isEqualTo(403);
        assertThat(second.post("/v1/auth/api-keys", "{\"name\": \"a\", \"scopes\": [\"admin\"]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theCookieIsForThisServerAndNoScript() {
        Browser browser = Browser.signedUp(program, "cookie@example.com");
        ResponseCookie cookie = browser.logIn("cookie@example.com", PASSWORD).cookie(Browser.SESSION);

        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.isSecure()).isFalse();
        assertThat(cookie.getSameSite()).isEqualTo("Lax");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getValue()).hasSizeGreaterThanOrEqualTo(43);
        assertThat(cookie.getMaxAge()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void aLoginGivesAnotherCookieAndEndsTheOneBefore() {
        Browser browser = Browser.signedUp(program, "rotated@example.com");
        String before = browser.cookie();

        assertThat(browser.logIn("Rotated@example.com", PASSWORD).status()).isEqualTo(200);
        assertThat(browser.cookie()).isNotEqualTo(before);
        assertThat(browser.get("/v1/auth/session").status()).isEqualTo(200);

        Browser thief = new Browser(program);
        thief.cookie(before);
        assertThat(thief.get("/v1/auth/session").status()).isEqualTo(401);
    }

    @Test
    void aCookieThatSomebodyElseChoseIsNotTaken() {
        Browser browser = new Browser(program);
        browser.cookie("chosen-by-an-attacker");

        assertThat(browser.logIn("first@example.com", PASSWORD).status()).isEqualTo(200);
        assertThat(browser.cookie()).isNotEqualTo("chosen-by-an-attacker");
    }

    @Test
    void aLogoutEndsTheSession() {
        Browser browser = Browser.signedUp(program, "leaves@example.com");
        String before = browser.cookie();

        assertThat(browser.post("/v1/auth/logout", null).status()).isEqualTo(200);

        assertThat(browser.cookie()).isNull();
        browser.cookie(before);
        assertThat(browser.get("/v1/sources").status()).isEqualTo(401);
    }

    @Test
    void anAddressIsTakenOnce() {
        Browser.signedUp(program, "taken@example.com");
        Answer again = new Browser(program).signUp("Taken@Example.com", "another password", null);

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.error()).isEqualTo("email: has an account already");
        assertThat(new Browser(program)
                        .logIn("taken@example.com", "another password")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aWrongPasswordAndAnUnknownAddressAreAnsweredAlike() {
        Answer wrong = new Browser(program).logIn("first@example.com", "not the password");
        Answer unknown = new Browser(program).logIn("nobody@example.com", "not the password");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(wrong.error()).isEqualTo(unknown.error());
    }

    @Test
    void passwordsAreNotGuessedForLong() {
        Browser.signedUp(program, "guessed@example.com");
        Browser guesser = new Browser(program);
        for (int i = 0; i < 10; i++) {
            assertThat(guesser.logIn("guessed@example.com", "guess " + i).status())
                    .isEqualTo(401);
        }
        Answer refused = guesser.logIn("guessed@example.com", PASSWORD);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.raw().getResponseHeaders().getFirst("Retry-After")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"email": "x@example.com", "password": "1234567", "name": "X"}            | password
        {"email": "x@example.com", "password": 12345678, "name": "X"}             | password
        {"email": "x", "password": "12345678", "name": "X"}                       | email
        {"email": "x@example.com", "password": "12345678"}                        | name
        {"email": "x@example.com", "password": "12345678", "name": "X", "a": "b"} | a
        """)
    void aSignUpThatIsWrongNamesTheField(String body, String field) {
        Answer answer = new Browser(program).post("/v1/auth/sign-up", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).startsWith(field + ": ");
    }

    @Test
    void aKeyWorksAtOnceIsCountedAndDoesNotWorkOnceItIsRevoked() {
        Browser browser = Browser.signedUp(program, "keys@example.com");
        JsonNode created = browser.post("/v1/auth/api-keys", "{\"name\": \"Production Backend\"}")
                .body();
        String key = created.path("key").asText();
        String id = created.path("id").asText();

        assertThat(id).matches("ak_[0-9a-f]{32}");
        assertThat(key).matches("hs_live_[0-9a-f]{64}");
        assertThat(created.path("key_prefix").asText()).isEqualTo(key.substring(0, 12));
        assertThat(created.path("scopes").isNull()).isTrue();
        assertThat(listed(browser, id).path("request_count").asLong()).isZero();
        assertThat(listed(browser, id).path("last_used_at").isNull()).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(withKey(key, HttpMethod.GET, "/v1/sources")).isEqualTo(200);
        }
        JsonNode used = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> listed(browser, id),
                        found -> found.path("request_count").asLong() == 3);
        assertThat(used.path("last_used_at").asText()).matches("\\d{4}-.*Z");
        assertThat(used.path("revoked").asInt(9)).isZero();
        assertThat(used.has("key")).isFalse();
        await().pollDelay(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(
                                listed(browser, id).path("request_count").asLong())
                        .isEqualTo(3));

        assertThat(browser.delete("/v1/auth/api-keys/" + id).status()).isEqualTo(200);
        assertThat(withKey(key, HttpMethod.GET, "/v1/sources")).isEqualTo(401);
        assertThat(listed(browser, id).path("revoked").asInt()).isOne();
        assertThat(browser.delete("/v1/auth/api-keys/" + id).status()).isEqualTo(200);
        assertThat(browser.delete("/v1/auth/api-keys/ak_unknown").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "read,   GET,  200",
        "read,   POST, 403",
        "write,  GET,  403",
        "write,  POST, 400",
        "ingest, GET,  403",
        "ingest, POST, 403"
    })
    void aKeyOpensWhatItsScopesAllow(String scope, String method, int status) {
        String key = first.post("/v1/auth/api-keys", "{\"name\": \"a\", \"scopes\": [\"" + scope + "\"]}")
                .body()
                .path("key")
                .asText();
        assertThat(withKey(key, HttpMethod.valueOf(method), "/v1/sources")).isEqualTo(status);
    }

    @Test
    void aKeySaysWhichEnvironmentItIsFor() {
        JsonNode session = Browser.json(program.client()
                .get()
                .uri("/v1/auth/session")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
        assertThat(session.at("/environment/id").asText())
                .isEqualTo(program.bootstrap().path("environment_id").asText());
        assertThat(session.path("api_key_id").asText())
                .isEqualTo(program.bootstrap().path("api_key_id").asText());
        assertThat(session.path("user").isNull()).isTrue();
    }

    private static JsonNode listed(Browser browser, String id) {
        for (JsonNode key : browser.get("/v1/auth/api-keys").body().path("api_keys")) {
            if (key.path("id").asText().equals(id)) {
                return key;
            }
        }
        throw new AssertionError("There is no key " + id);
    }
}
