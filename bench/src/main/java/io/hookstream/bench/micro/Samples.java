package io.hookstream.bench.micro;

import io.hookstream.bench.load.Payload;
import io.hookstream.delivery.connection.Envelope;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.ReceivedRequest;
import io.hookstream.messages.event.ReceivedRequest.Header;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A webhook of 1 KB, as it is at several places of its way. */
public final class Samples {
    public static final Instant RECEIVED_AT = Instant.parse("2026-01-02T03:04:05.678Z");
    public static final String EVENT_ID = "evt_0192f0c60000700080000000000000ab";
    private static final int SIZE = 1024;

    private Samples() {}

    public static byte[] body() {
        return Payload.body(SIZE, 1, 1_772_000_000_123_456L);
    }

    static Envelope envelope(byte[] body) {
        return new Envelope(
                EVENT_ID,
                "POST",
                Map.of("Content-Type", List.of("application/json"), "X-Event", List.of("order.created")),
                null,
                "application/json",
                "203.0.113.7",
                RECEIVED_AT,
                body);
    }

    public static EventReceived received() {
        return new EventReceived(
                EVENT_ID,
                new Tenant("org_0192f0c60000700080000000000000a1", "env_0192f0c60000700080000000000000a2"),
                "src_0192f0c60000700080000000000000a3",
                new ReceivedRequest(
                        "POST",
                        null,
                        List.of(
                                new Header("Content-Type", "application/json"),
                                new Header("User-Agent", "Shop/1.0"),
                                new Header("X-Event", "order.created")),
                        "application/json",
                        "203.0.113.7"),
                io.hookstream.messages.event.Payload.inline(body()));
    }
}
