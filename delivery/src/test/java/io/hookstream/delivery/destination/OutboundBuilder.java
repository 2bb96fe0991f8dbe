package io.hookstream.delivery.destination;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Attempts for tests: the third POST of {@code hello}, unless told otherwise. */
final class OutboundBuilder {

    private final URI url;
    private String method = "POST";
    private Map<String, String> headers = Map.of();
    private Duration timeout = Duration.ofSeconds(20);
    private Body body = Body.of("hello".getBytes(StandardCharsets.UTF_8));

    private Signer signer;

    OutboundBuilder(URI url) {
        this.url = url;
    }

    OutboundBuilder method(String method) {
        this.method = method;
        return this;
    }

    OutboundBuilder headers(Map<String, String> headers) {
        this.headers = headers;
        return this;
    }

    OutboundBuilder timeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    OutboundBuilder body(Body body) {
        this.body = body;
        return this;
    }

    OutboundBuilder signer(Signer signer) {
        this.signer = signer;
        return this;
    }

    Outbound build() {
        return new Outbound(
                "evt_1", "dlv_1", 3, url, method, headers, "application/x-thing", timeout, body, signer, null);
    }
}
