package io.hookstream.delivery.lane;

import static io.hookstream.delivery.lane.LaneSamples.delivery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.delivery.connection.Envelope;
import io.hookstream.delivery.connection.TransformEngine;
import io.hookstream.delivery.connection.TransformResult;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.delivery.destination.Senders;
import io.hookstream.delivery.event.ReceivedEvents;
import io.hookstream.delivery.event.ReceivedSamples;
import io.hookstream.delivery.lane.LaneStore.Destination;
import io.hookstream.delivery.lane.LaneStore.Transform;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.DestinationType;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.HttpConfig;
import io.hookstream.messages.destination.SigningConfig;
import io.hookstream.messages.destination.SigningSecret;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.PayloadStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class DispatchTest {

    private static final Transform NONE = Transform.NONE;
    private static final Transform SOME = new Transform("$", 1L);
    private static final Map<String, HeaderValue> HEADERS = Map.of(
            "X-Api-Key", new HeaderValue(null, new Secret("encrypted", "3456")),
            "X-Plain", new HeaderValue("plain", null));
    private static final Destination SHOP = new Destination(
            new DestinationSettings(
                    "Shop",
                    "shop",
                    "http",
                    new HttpConfig("http://127.0.0.1/hook", "PUT", HEADERS, 7),
                    true,
                    5,
                    "exponential",
                    List.of(30),
                    16,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null),
            false,
            LaneSamples.TENANT,
            1);

    private final List<Outbound> sent = new ArrayList<>();
    private final List<String> decrypted = new ArrayList<>();
    private byte[] stored = new byte[0];
    private TransformResult transformed = new TransformResult.Failed("not set up");

    private final PayloadStore payloads = new PayloadStore() {
        @Override
        public CompletableFuture<Void> store(String eventId, byte[] bytes) {
            throw new UnsupportedOperationException("nothing is stored here");
        }

        @Override
        public Publisher<ByteBuffer> read(String eventId) {
            return Flux.range(0, stored.length)
                    .map(i -> ByteBuffer.wrap(stored, i, 1).slice());
        }
    };

    private final SecretCipher cipher = new SecretCipher() {
        @Override
        public Secret encrypt(String plaintext) {
            throw new UnsupportedOperationException("nothing is encrypted here");
        }

        @Override
        public String decrypt(Secret secret) {
            decrypted.add(secret.ciphertext());
            return "secret-123456";
        }
    };

    private final TransformEngine transforms = new TransformEngine() {
        @Override
        public TransformResult transform(String expression, Envelope envelope) {
            return transformed;
        }

        @Override
        public Optional<String> check(String expression) {
            return Optional.empty();
        }
    };

    private Dispatch dispatch(Payload payload) {
        ReceivedEvents received = ReceivedSamples.holding(payloads, ReceivedSamples.event("evt_1", payload));
        return new Dispatch(
                received, payloads, transforms, new Senders(List.of(new Recording())), cipher, Clock.systemUTC());
    }

    private final class Recording implements Sender {
        @Override
        public DestinationType type() {
            return DestinationType.HTTP;
        }

        @Override
        public Mono<AttemptResult> send(Outbound outbound) {
            sent.add(outbound);
            return Mono.just(LaneSamples.success());
        }

        @Override
        public Sketch sketch(Outbound outbound) {
            throw new UnsupportedOperationException("nothing is shown here");
        }
    }

    private static Payload text(String text) {
        return Payload.inline(text.getBytes(StandardCharsets.UTF_8));
    }

    private AttemptResult attempt(Payload payload, Transform transform) {
        return dispatch(payload).attempt(delivery(1), SHOP, transform).block();
    }

    @Test
    void sendsTheBytesThatCameAsTheDestinationIsSetUp() {
        assertThat(attempt(text("hello"), NONE).success()).isTrue();
        Outbound outbound = sent.getFirst();
        assertThat(outbound.target()).isEqualTo(SHOP.target(delivery(1).target().destinationId()));
        assertThat(outbound.timeout()).hasSeconds(7);
        assertThat(outbound.contentType()).isEqualTo("text/plain");
        assertThat(bytes(outbound)).isEqualTo("hello");
    }

    @Test
    void signsIfTheDestinationSaysSo() {
        attempt(text("hello"), NONE);
        assertThat(sent.getFirst().signer()).isNull();
        DestinationSettings shop = SHOP.settings();
        SigningConfig signing = new SigningConfig(
                new SigningSecret(new Secret("signing-key", "gkey"), List.of("sha256")),
                null,
                null,
                null,
                null,
                null,
                new SigningSecret(new Secret("previous-key", "skey"), List.of("sha256")),
                Instant.MAX);
        Destination signed = new Destination(
                new DestinationSettings(
                        shop.name(),
                        shop.slug(),
                        shop.type(),
                        shop.config(),
                        true,
                        5,
                        "exponential",
                        List.of(30),
                        16,
                        null,
                        null,
                        null,
                        null,
                        null,
                        signing),
                false,
                LaneSamples.TENANT,
                1);

        dispatch(text("hello")).attempt(delivery(1), signed, NONE).block();

        assertThat(sent.getLast().signer()).isNotNull();
        assertThat(decrypted).contains("signing-key", "previous-key");
    }

    @Test
    void streamsALargePayloadFromTheStore() {
        stored = "a large one".getBytes(StandardCharsets.UTF_8);
        attempt(Payload.stored(stored.length), NONE);
        Outbound outbound = sent.getFirst();
        assertThat(outbound.body().length()).isEqualTo(stored.length);
        assertThat(Flux.from(outbound.body().content()).count().block()).isEqualTo(stored.length);
        assertThat(bytes(outbound)).isEqualTo("a large one");
    }

    @Test
    void sendsWhatATransformProducesAsJson() {
        transformed = new TransformResult.Produced("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        attempt(text("hello"), SOME);
        assertThat(bytes(sent.getFirst())).isEqualTo("{\"a\":1}");
        assertThat(sent.getFirst().contentType()).isEqualTo("application/json");
    }

    @Test
    void failsTheAttemptIfTheTransformFails() {
        transformed = new TransformResult.Failed("it divides by zero");
        AttemptResult result = attempt(text("hello"), SOME);
        assertThat(result.errorType()).isEqualTo("transform_error");
        assertThat(result.errorMessage()).isEqualTo("it divides by zero");
        assertThat(sent).isEmpty();
    }

    @Test
    void makesNoAttemptIfTheTransformEngineIsUnavailable() {
        transformed = new TransformResult.Unavailable("no thread is left");
        assertThatThrownBy(() -> attempt(text("hello"), SOME)).hasMessageContaining("no thread is left");
        assertThat(sent).isEmpty();
    }

    @Test
    void failsTheAttemptIfTheLogHasNoSuchEvent() {
        AttemptResult result =
                dispatch(text("hello")).attempt(delivery(2), SHOP, NONE).block();
        assertThat(result.success()).isFalse();
        assertThat(result.errorType()).isEqualTo("provider_error");
        assertThat(result.errorMessage()).isEqualTo("the log has no event evt_2");
    }

    @Test
    void transformsNoPayloadThatIsNotWhole() {
        stored = new byte[] {'{', '}'};
        transformed = new TransformResult.Produced(new byte[0]);
        AttemptResult result = attempt(Payload.stored(4), SOME);
        assertThat(result.errorType()).isEqualTo("provider_error");
        assertThat(result.errorMessage()).contains("2 bytes instead of 4");
        assertThat(sent).isEmpty();
    }

    private static String bytes(Outbound outbound) {
        StringBuilder text = new StringBuilder();
        Flux.from(outbound.body().content())
                .doOnNext(bytes -> text.append(new String(bytes, StandardCharsets.UTF_8)))
                .blockLast();
        return text.toString();
    }
}
