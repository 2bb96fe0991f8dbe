package io.hookstream.api.security;

import io.hookstream.api.AccountProperties;
import io.hookstream.api.ApiException;
import io.hookstream.api.BaseUrl;
import io.hookstream.api.Bus;
import io.hookstream.api.GatewayProperties;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.messages.organization.OrganizationQuery.FindOrganization;
import io.hookstream.messages.organization.OrganizationState;
import io.hookstream.messages.organization.OrganizationView;
import io.hookstream.messages.session.Session;
import io.hookstream.messages.session.SessionStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Begins, finds and ends the sessions of people who log in. A cookie holds 256 random bits, and the store their hash. */
@Component
public class Sessions {

    public static final String COOKIE = "hookstream_session";

    private static final int TOKEN_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** So that a session that is used is not written for each request. */
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    private final SessionStore store;
    private final Bus bus;
    private final Clock clock;
    private final BaseUrl baseUrl;
    private final AccountProperties properties;
    private final Duration limit;

    Sessions(
            SessionStore store,
            Bus bus,
            Clock clock,
            BaseUrl baseUrl,
            AccountProperties properties,
            GatewayProperties gateway) {
        this.store = store;
        this.bus = bus;
        this.clock = clock;
        this.baseUrl = baseUrl;
        this.properties = properties;
        this.limit = gateway.answerWithin();
    }

    /** 256 random bits in characters that cookies and addresses may hold. */
    public static String newToken() {
        byte[] token = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** Begins a new one, and ends the one that the request shows: who logs in gets another cookie than they had. */
    public Mono<Void> begin(ServerWebExchange exchange, String userId, Tenant tenant) {
        String token = newToken();
        Instant now = clock.instant();
        Session session = new Session(id(token), userId, tenant, now, now, now.plus(properties.sessionIdle()));
        return stored(() -> store.create(session))
                .then(endShown(exchange))
                .then(Mono.fromRunnable(() -> setCookie(exchange, token, properties.sessionMax())));
    }

    public Mono<Void> end(ServerWebExchange exchange) {
        return endShown(exchange).then(Mono.fromRunnable(() -> setCookie(exchange, "", Duration.ZERO)));
    }

    public Mono<Void> endAllOf(String userId) {
        return stored(() -> store.endAllOf(userId)).then();
    }

    public Mono<Void> move(Person person, Tenant tenant) {
        return stored(() -> store.move(person.sessionId(), tenant)).then();
    }

    /** Who is logged in; empty if nobody is, or they are no member any more. */
    public Mono<Person> shown(ServerWebExchange exchange) {
        String token = token(exchange);
        return token == null
                ? Mono.empty()
                : stored(() -> store.find(id(token)))
                        .filter(session -> session.expiresAt().isAfter(clock.instant()))
                        .flatMap(this::seen)
                        .flatMap(session -> bus.query(
                                        new FindOrganization(session.tenant().organizationId()), OrganizationView.class)
                                .mapNotNull(organization -> person(session, organization.state())));
    }

    /** Whether a cookie must not be sent over an open line. */
    public boolean isSecure(ServerHttpRequest request) {
        String origin = request.getHeaders().getOrigin();
        return baseUrl.of(request).startsWith("https:") || (origin != null && origin.startsWith("https:"));
    }

    private static @Nullable Person person(Session session, OrganizationState organization) {
        String role = organization.roleOf(session.userId());
        return role == null || organization.environment(session.tenant().environmentId()) == null
                ? null
                : new Person(session.userId(), session.tenant(), role, organization.founderId() == null, session.id());
    }

    private Mono<Session> seen(Session session) {
        Instant now = clock.instant();
        if (Duration.between(session.seenAt(), now).compareTo(SEEN_EVERY) < 0) {
            return Mono.just(session);
        }
        Instant end = session.createdAt().plus(properties.sessionMax());
        Instant idle = now.plus(properties.sessionIdle());
        return stored(() -> store.touch(session.id(), now, idle.isBefore(end) ? idle : end))
                .thenReturn(session);
    }

    private Mono<Void> endShown(ServerWebExchange exchange) {
        String token = token(exchange);
        return token == null ? Mono.empty() : stored(() -> store.end(id(token))).then();
    }

    private void setCookie(ServerWebExchange exchange, String token, Duration age) {
        exchange.getResponse()
                .addCookie(ResponseCookie.from(COOKIE, token)
                        .httpOnly(true)
                        .secure(isSecure(exchange.getRequest()))
                        .sameSite("Lax")
                        .path("/")
                        .maxAge(age)
                        .build());
        exchange.getResponse().getHeaders().set(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private <T> Mono<T> stored(Supplier<CompletableFuture<@Nullable T>> call) {
        return Mono.<T>fromFuture(call)
                .timeout(limit)
                .onErrorMap(e -> ApiException.unavailable("The store does not answer in time: try again"));
    }

    private static String id(String token) {
        return ApiKeySettings.hash(token);
    }

    private static @Nullable String token(ServerWebExchange exchange) {
        HttpCookie cookie = exchange.getRequest().getCookies().getFirst(COOKIE);
        return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }
}
