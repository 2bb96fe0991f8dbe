package io.hookstream.app;

import static io.hookstream.app.Browser.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.app.Browser.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in with an account elsewhere. */
class OAuthIT {

    private static StubIdentityProvider provider;
    private static Started program;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        provider = new StubIdentityProvider();
        program = Started.on(data, provider.settings());
    }

    @AfterAll
    static void stop() {
        program.close();
        provider.close();
    }

    private static void google(String subject, String email, boolean verified) {
        provider.googleUser = """
                {"sub": "%s", "email": "%s", "email_verified": %b, "name": "Ada L."}""".formatted(subject, email, verified);
    }

    private static void github(int id, String email, boolean verified) {
        provider.githubUser = "{\"id\": " + id + ", \"login\": \"ada\", \"name\": null}";
        provider.githubEmails = """
                [{"email": "other@example.com", "primary": false, "verified": true},
                 {"email": "%s", "primary": true, "verified": %b}]""".formatted(email, verified);
    }

    /** Goes to the provider, consents and comes back. */
    private static Answer with(Browser browser, String name) {
        Answer begun = browser.get("/v1/auth/oauth/" + name + "?next=/events%3Fstatus%3Dfailed");
        assertThat(begun.status()).as(begun.body().toString()).isEqualTo(302);
        return browser.get(provider.consent(begun.location()));
    }

    @Test
    void whoComesForTheFirstTimeHasAnAccountAndAnOrganizationAndComesBackToIt() {
        google("g-1", "New@example.com", true);
        Browser browser = new Browser(program);

        Answer ended = with(browser, "google");

        assertThat(ended.status()).isEqualTo(302);
        assertThat(ended.location()).isEqualTo("/events?status=failed");
        assertThat(ended.cookie(Browser.SESSION).isHttpOnly()).isTrue();
        var session = browser.get("/v1/auth/session").body();
        assertThat(session.at("/user/email").asText()).isEqualTo("new@example.com");
        assertThat(session.at("/user/name").asText()).isEqualTo("Ada L.");
        assertThat(session.path("role").asText()).isEqualTo("owner");

        Browser elsewhere = new Browser(program);
        assertThat(with(elsewhere, "google").status()).isEqualTo(302);
        assertThat(elsewhere.get("/v1/auth/session").body()).isEqualTo(session);
        assertThat(browser.get("/v1/auth/session").status()).isEqualTo(200);
        assertThat(elsewhere.logIn("new@example.com", PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void aPasswordOfAnAddressThatNobodyVerifiedEndsWithTheLink() {
        Browser squatter = Browser.signedUp(program, "victim@example.com");
        github(1, "victim@example.com", true);
        Browser victim = new Browser(program);

        assertThat(with(victim, "github").status()).isEqualTo(302);

        assertThat(victim.get("/v1/auth/session").status()).isEqualTo(200);
        assertThat(squatter.get("/v1/auth/session").status()).isEqualTo(401);
        assertThat(squatter.logIn("victim@example.com", PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void whoIsLoggedInKeepsThePasswordAndHasOneMoreWayIn() {
        Browser browser = Browser.signedUp(program, "both@example.com");
        github(2, "both@example.com", true);

        assertThat(with(browser, "github").status()).isEqualTo(302);

        assertThat(browser.logIn("both@example.com", PASSWORD).status()).isEqualTo(200);
        github(3, "both@example.com", true);
        assertThat(with(new Browser(program), "github").status()).isEqualTo(403);
    }

    @Test
    void anAddressThatIsNotVerifiedLinksNothing() {
        Browser.signedUp(program, "careful@example.com");
        github(4, "careful@example.com", false);
        google("g-4", "careful@example.com", false);

        assertThat(with(new Browser(program), "github").status()).isEqualTo(403);
        assertThat(with(new Browser(program), "google").status()).isEqualTo(403);
        assertThat(new Browser(program).logIn("careful@example.com", PASSWORD).status())
                .isEqualTo(200);
    }

    @Test
    void nobodyFinishesALoginThatAnotherBrowserBegan() {
        github(5, "state@example.com", true);
        Browser attacker = new Browser(program);
        String callback = provider.consent(attacker.get("/v1/auth/oauth/github").location());

        assertThat(new Browser(program).get(callback).status()).isEqualTo(400);
        Browser victim = new Browser(program);
        victim.get("/v1/auth/oauth/github");
        assertThat(victim.get(callback).status()).isEqualTo(400);
        assertThat(victim.cookie()).isNull();
    }

    @Test
    void aCodeIsGoodOnce() {
        github(6, "code@example.com", true);
        Browser browser = new Browser(program);
        String callback = provider.consent(browser.get("/v1/auth/oauth/github").location());
        assertThat(browser.get(callback).status()).isEqualTo(302);

        assertThat(browser.get(callback).status()).isEqualTo(400);
        String state = provider.consent(browser.get("/v1/auth/oauth/github").location())
                .replaceFirst("code=[^&]*", "code=stolen");
        assertThat(browser.get(state).status()).isEqualTo(401);
    }

    @Test
    void whoDeclinesIsToldSo() {
        Browser browser = new Browser(program);
        String callback = provider.consent(browser.get("/v1/auth/oauth/google").location())
                .replaceFirst("code=[^&]*", "error=access_denied");

        assertThat(browser.get(callback).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "https://evil.example", "/%5Cevil.example"})
    void nobodyIsSentElsewhereThen(String next) {
        assertThat(new Browser(program)
                        .get("/v1/auth/oauth/github?next=" + next)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void onlyProvidersThatAreSetUpAreOffered() {
        assertThat(new Browser(program).get("/v1/auth/options").body().toString())
                .isEqualTo("{\"sign_up\":\"open\",\"providers\":[\"google\",\"github\"]}");
        assertThat(new Browser(program).get("/v1/auth/oauth/gitlab").status()).isEqualTo(404);
    }
}
