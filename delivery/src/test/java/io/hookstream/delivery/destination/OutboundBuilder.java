package io.hookstream.delivery.destination;

import io.hookstream.delivery.event.ReceivedEvents.Received;
import io.hookstream.delivery.event.ReceivedSamples;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.HttpConfig;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Attempts for tests: the third POST of {@code hello}, unless told otherwise. */
public final class OutboundBuilder {

    /** Whose secrets are their own ciphertexts. */
    public static final SecretCipher PLAIN = new SecretCipher() {
        @Override
        public Secret encrypt(String plaintext) {
            return new Secret(plaintext, plaintext.substring(Math.max(0, plaintext.length() - 4)));
        }

        @Override
        public String decrypt(Secret secret) {
            return secret.ciphertext();
        }
    };

    /** Looks names up as the JDK does, which answers at once also where there is no DNS. */
    public static GuardedHttp http(EgressGuard guard) {
        return new GuardedHttp(guard, DefaultAddressResolverGroup.INSTANCE);
    }

    private final DestinationConfig config;
    private long version = 1;
    private String method = "POST";
    private Map<String, String> headers = Map.of();
    private Duration timeout = Duration.ofSeconds(20);
    private Body body = Body.of("hello".getBytes(StandardCharsets.UTF_8));

    private String contentType = "application/x-thing";
    private Signer signer;

    public OutboundBuilder(DestinationConfig config) {
        this.config = config;
    }

    OutboundBuilder(URI url) {
        this(new HttpConfig(url.toString(), null, null, null));
    }

    /** Of the destination's settings. */
    public OutboundBuilder version(long version) {
        this.version = version;
        return this;
    }

    OutboundBuilder method(String method) {
        this.method = method;
        return this;
    }

    OutboundBuilder headers(Map<String, String> headers) {
        this.headers = headers;
        return this;
    }

    public OutboundBuilder timeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    public OutboundBuilder body(Body body) {
        this.body = body;
        return this;
    }

    public OutboundBuilder contentType(String contentType) {
        this.contentType = contentType;
        return this;
    }

    OutboundBuilder signer(Signer signer) {
        this.signer = signer;
        return this;
    }

    public Outbound build() {
        return new Outbound(
                new Received(ReceivedSamples.event("evt_1", null), Instant.parse("2026-03-01T12:00:00Z")),
                "dlv_1",
                3,
                new Target("dst_1", new Tenant("org_1", "env_1"), version, target()),
                contentType,
                body,
                timeout,
                signer,
                null);
    }

    private DestinationConfig target() {
        if (!(config instanceof HttpConfig http) || http.method() != null) {
            return config;
        }
        Map<String, HeaderValue> values = new LinkedHashMap<>();
        headers.forEach((name, value) -> values.put(
                name,
                HeaderValue.isSecret(name)
                        ? new HeaderValue(null, PLAIN.encrypt(value))
                        : new HeaderValue(value, null)));
        return new HttpConfig(http.url(), method, values, null);
    }
}
