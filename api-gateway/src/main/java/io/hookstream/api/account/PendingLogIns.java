package io.hookstream.api.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.hookstream.api.ApiException;
import io.hookstream.api.security.Sessions;
import io.hookstream.messages.Json;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** Who is at their identity provider just now: what is to be remembered until then is in an encrypted cookie of theirs. */
@Component
class PendingLogIns {

    private static final String COOKIE = "hookstream_oauth";
    private static final String PATH = "/v1/auth/oauth";
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /**
     * @param state what the provider has to send back, so that nobody else's login is finished here
     * @param verifier what only we know, so that nobody else can use the code
     * @param next where to go then
     */
    record Pending(
            String provider,
            String state,
            String verifier,
            String next,
            @Nullable String invitation,
            Instant until) {

        String challenge() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(verifier));
        }
    }

    private final SecretCipher cipher;
    private final Clock clock;
    private final Sessions sessions;

    PendingLogIns(SecretCipher cipher, Clock clock, Sessions sessions) {
        this.cipher = cipher;
        this.clock = clock;
        this.sessions = sessions;
    }

    Pending begin(ServerWebExchange exchange, String provider, String next, @Nullable String invitation) {
        Pending pending = new Pending(
                provider,
                Sessions.newToken(),
                Sessions.newToken(),
                next,
                invitation,
                clock.instant().plus(LIMIT));
        try {
            String text = Json.mapper().writeValueAsString(pending);
            setCookie(exchange, cipher.encrypt(text).ciphertext(), LIMIT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A login cannot be written as JSON", e);
        }
        return pending;
    }

    /** @throws ApiException 400 if it is not the one that this browser began */
    Pending end(ServerWebExchange exchange, String provider, @Nullable String state) {
        HttpCookie cookie = exchange.getRequest().getCookies().getFirst(COOKIE);
        Pending pending = cookie == null ? null : read(cookie.getValue());
        setCookie(exchange, "", Duration.ZERO);
        if (pending == null
                || state == null
                || !pending.provider().equals(provider)
                || !pending.until().isAfter(clock.instant())
                || !MessageDigest.isEqual(sha256(pending.state()), sha256(state))) {
            throw ApiException.badRequest("state: this browser has begun no such login, or too long ago");
        }
        return pending;
    }

    private @Nullable Pending read(String value) {
        try {
            return Json.mapper().readValue(cipher.decrypt(new Secret(value, "")), Pending.class);
        } catch (JsonProcessingException | IllegalStateException e) {
            return null;
        }
    }

    private void setCookie(ServerWebExchange exchange, String value, Duration age) {
        exchange.getResponse()
                .addCookie(ResponseCookie.from(COOKIE, value)
                        .httpOnly(true)
                        .secure(sessions.isSecure(exchange.getRequest()))
                        .sameSite("Lax")
                        .path(PATH)
                        .maxAge(age)
                        .build());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
