package io.hookstream.delivery.connection;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Events for tests. */
final class Envelopes {

    static final Instant RECEIVED_AT = Instant.parse("2026-01-02T03:04:05.678Z");

    private Envelopes() {}

    static Envelope of(String body) {
        return of(body.getBytes(StandardCharsets.UTF_8));
    }

    static Envelope of(byte[] body) {
        return new Envelope(
                "evt_1",
                "POST",
                Map.of("X-GitHub-Event", List.of("push"), "Accept", List.of("a/1", "a/2"), "accept", List.of("a/3")),
                "page=2&tag=a&tag=b%20c&flag&broken=%zz&plus=1+1",
                "application/json",
                "203.0.113.7",
                RECEIVED_AT,
                body);
    }
}
