package io.hookstream.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hookstream.api.Gateway;
import io.hookstream.messages.Revision;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.messages.organization.Environment;
import io.hookstream.messages.organization.OrganizationQuery.FindOrganization;
import io.hookstream.messages.organization.OrganizationState;
import io.hookstream.messages.organization.OrganizationState.Member;
import io.hookstream.messages.organization.OrganizationView;
import io.hookstream.messages.projection.ProjectionQuery.ListProjections;
import io.hookstream.messages.projection.ProjectionQuery.Projections;
import io.hookstream.messages.session.Session;
import io.hookstream.messages.source.SourceQuery.ListSources;
import io.hookstream.messages.source.SourceQuery.Sources;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What a session's cookie opens, and what not. */
class SessionTest {

    private static final String TOKEN = "token";
    private static final Revision REVISION = new Revision(1, false, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z");

    private final Gateway gateway = Gateway.fresh();

    @BeforeEach
    void logIn() {
        member("owner", null);
        session(Instant.now().plusSeconds(600));
        gateway.bus.query(ListSources.class, Sources.class, query -> new Sources(List.of(), null));
        gateway.bus.query(ListProjections.class, Projections.class, query -> new Projections(List.of()));
    }

    private void member(String role, String founder) {
        OrganizationState state = new OrganizationState(
                "Acme",
                founder,
                List.of(new Environment("env_1", "Production", "live", Instant.EPOCH)),
                role == null ? List.of() : List.of(new Member("usr_1", role, Instant.EPOCH)),
                List.of());
        gateway.bus.query(
                FindOrganization.class,
                OrganizationView.class,
                query -> new OrganizationView(query.id(), Gateway.TENANT, REVISION, state));
    }

    private void session(Instant expiresAt) {
        Instant now = Instant.now();
        String id = ApiKeySettings.hash(TOKEN);
        gateway.sessions.sessions.put(id, new Session(id, "usr_1", Gateway.TENANT, now, now, expiresAt));
    }

    private WebTestClient browser() {
        return gateway.anonymous()
                .mutate()
                .defaultCookie(Sessions.COOKIE, TOKEN)
                .defaultHeader("Content-Type", "application/json")
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "owner,  GET,    /v1/sources,           200",
        "owner,  POST,   /v1/sources,           400",
        "owner,  GET,    /v1/admin/projections, 200",
        "admin,  GET,    /v1/admin/projections, 200",
        "member, GET,    /v1/admin/projections, 403",
        "member, POST,   /v1/sources,           400",
        "viewer, GET,    /v1/sources,           200",
        "viewer, POST,   /v1/sources,           403",
        "viewer, DELETE, /v1/sources/src_1,     403",
        "viewer, POST,   /v1/auth/api-keys,     403",
        "member, POST,   /v1/auth/api-keys,     403",
        ",       GET,    /v1/sources,           401"
    })
    void aRoleOpensWhatItIncludes(String role, String method, String path, int status) {
        member(role, null);

        browser()
                .method(HttpMethod.valueOf(method))
                .uri(path)
                .exchange()
                .expectStatus()
                .isEqualTo(status);
    }

    @Test
    void whoSignedUpDoesNotAdministerTheServer() {
        member("owner", "usr_1");

        browser().get().uri("/v1/admin/projections").exchange().expectStatus().isForbidden();
        browser().get().uri("/v1/sources").exchange().expectStatus().isOk();
    }

    @Test
    void aWrongKeyIsRefusedAlthoughTheCookieIsGood() {
        browser()
                .get()
                .uri("/v1/sources")
                .header("X-API-Key", "wrong")
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void anApiKeyDoesNotManageApiKeys() {
        gateway.client()
                .get()
                .uri("/v1/auth/api-keys")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void anExpiredSessionIsNone() {
        session(Instant.now().minusSeconds(1));

        browser().get().uri("/v1/sources").exchange().expectStatus().isUnauthorized();
    }

    @ParameterizedTest
    @CsvSource({"0, 1440", "29, 1440", "29.5, 720"})
    void aSessionThatIsUsedGoesOnForADayButNotForMoreThanThirty(double ageInDays, long minutes) {
        Instant now = Instant.now();
        Instant began = now.minusSeconds((long) (ageInDays * 86400));
        String id = ApiKeySettings.hash(TOKEN);
        gateway.sessions.sessions.put(
                id, new Session(id, "usr_1", Gateway.TENANT, began, now.minusSeconds(120), now.plusSeconds(60)));

        browser().get().uri("/v1/sources").exchange().expectStatus().isOk();

        Session after = gateway.sessions.sessions.get(id);
        assertThat(after.seenAt()).isBetween(now, Instant.now());
        assertThat(after.expiresAt()).isCloseTo(now.plusSeconds(60 * minutes), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void theCookieOfAServerThatIsCalledByHttpsIsSentByHttpsOnly() {
        browser()
                .post()
                .uri("/v1/auth/logout")
                .header("Origin", "https://127.0.0.1:" + gateway.port())
                .exchange()
                .expectCookie()
                .secure(Sessions.COOKIE, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:1", "not an origin"})
    void whatAnotherSitesPageSendsChangesNothing(String origin) {
        browser()
                .post()
                .uri("/v1/sources")
                .header("Origin", origin)
                .exchange()
                .expectStatus()
                .isForbidden();
        browser()
                .get()
                .uri("/v1/sources")
                .header("Origin", origin)
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void nobodyIsLoggedInByAnotherSitesPage() {
        gateway.anonymous()
                .post()
                .uri("/v1/auth/login")
                .header("Origin", "https://evil.example")
                .header("Content-Type", "application/json")
                .bodyValue("{\"email\": \"ada@example.com\", \"password\": \"12345678\"}")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @ParameterizedTest
    @CsvSource({"cross-site, 403", "same-site, 403", "same-origin, 400", "none, 400"})
    void withoutAnOriginTheBrowserSaysWhereItComesFrom(String site, int status) {
        browser()
                .post()
                .uri("/v1/sources")
                .header("Sec-Fetch-Site", site)
                .exchange()
                .expectStatus()
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void itsOwnPagesMayAlsoBehindAProxy(String scheme) {
        browser()
                .post()
                .uri("/v1/sources")
                .header("Origin", scheme + "://127.0.0.1:" + gateway.port())
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void logoutEndsTheSessionAndTakesTheCookie() {
        browser()
                .post()
                .uri("/v1/auth/logout")
                .exchange()
                .expectStatus()
                .isOk()
                .expectCookie()
                .valueEquals(Sessions.COOKIE, "")
                .expectCookie()
                .maxAge(Sessions.COOKIE, java.time.Duration.ZERO);

        assertThat(gateway.sessions.sessions).isEmpty();
        browser().get().uri("/v1/sources").exchange().expectStatus().isUnauthorized();
    }
}
