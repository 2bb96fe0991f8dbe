package io.hookstream.delivery.destination;

import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.SigningAlgorithm;
import io.hookstream.messages.destination.SigningConfig;
import io.hookstream.messages.destination.SigningSecret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Signs attempts as a destination's signing configuration says (docs/signing.md). What is signed is, in this order, the
 * event id and a dot (Standard Webhooks only), the Unix time of the attempt and a dot (if the time is signed), and the
 * body, byte for byte.
 */
public final class Signer {

    private static final int MOST_BUFFERED_AT_ONCE = 2;

    /** Ed25519 reads what it signs twice, so that the JDK keeps it in memory: only for so many streamed bodies at once. */
    private static final Scheduler BUFFERING =
            Schedulers.newBoundedElastic(MOST_BUFFERED_AT_ONCE, Integer.MAX_VALUE, "hookstream-signer", 60, true);

    private final SigningConfig config;
    private final SigningAlgorithm algorithm;
    private final byte[] key;
    private final byte @Nullable [] previousKey;

    private Signer(SigningConfig config, SecretCipher cipher) {
        this.config = config;
        algorithm = config.signingAlgorithm();
        key = key(Objects.requireNonNull(config.secret(), "checked when it was set up"), cipher);
        previousKey = config.previousSecret() == null ? null : key(config.previousSecret(), cipher);
    }

    /** Null if nothing is to be signed. */
    public static @Nullable Signer of(@Nullable SigningConfig config, SecretCipher cipher) {
        return config == null ? null : new Signer(config, cipher);
    }

    private byte[] key(SigningSecret secret, SecretCipher cipher) {
        return algorithm
                .key(cipher.decrypt(secret.secret()))
                .orElseThrow(() -> new IllegalStateException("A signing secret is no key, though it was checked"));
    }

    /** The headers that sign this body. A streamed one is read to its end, and an error if it cannot be. */
    Mono<Map<String, String>> sign(String eventId, Instant now, Body body) {
        String time = Long.toString(now.getEpochSecond());
        if (body instanceof Body.Bytes inMemory) {
            List<RunningSignature> signatures = begin(eventId, time, now);
            signatures.forEach(signature -> signature.update(inMemory.bytes()));
            return Mono.just(headers(eventId, time, signatures));
        }
        Mono<Map<String, String>> streamed = Mono.defer(() -> {
            List<RunningSignature> signatures = begin(eventId, time, now);
            return Flux.from(body.content())
                    .onErrorMap(BodyException::new)
                    .doOnNext(chunk -> signatures.forEach(signature -> signature.update(chunk)))
                    .then(Mono.fromSupplier(() -> headers(eventId, time, signatures)));
        });
        return algorithm == SigningAlgorithm.ED25519
                ? Mono.fromSupplier(() -> waited(streamed))
                        .subscribeOn(BUFFERING)
                        .flatMap(ended -> ended)
                : streamed;
    }

    /** An attempt that times out interrupts this, and what is thrown then would be logged as an error that nobody saw. */
    private static <T> Mono<T> waited(Mono<T> mono) {
        try {
            return Mono.justOrEmpty(mono.block());
        } catch (RuntimeException e) {
            return Mono.error(e);
        }
    }

    private List<RunningSignature> begin(String eventId, String time, Instant now) {
        List<byte[]> keys = new ArrayList<>(List.of(key));
        if (previousKey != null && now.isBefore(config.previousSecretExpiresAt())) {
            keys.add(previousKey);
        }
        String before =
                (algorithm.isHex() ? "" : eventId + ".") + (config.timedIn().isPresent() ? time + "." : "");
        byte[] start = before.getBytes(StandardCharsets.UTF_8);
        return keys.stream()
                .map(each -> RunningSignature.begin(algorithm, each))
                .peek(signature -> signature.update(start))
                .toList();
    }

    private Map<String, String> headers(String eventId, String time, List<RunningSignature> signatures) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!algorithm.isHex()) {
            headers.put(SigningConfig.ID_HEADER, eventId);
        }
        config.timedIn().ifPresent(header -> headers.put(header, time));
        String prefix = switch (algorithm) {
            case SHA256, SHA1 -> config.hexPrefix();
            case STANDARD_WEBHOOKS -> "v1,";
            case ED25519 -> "v1a,";
        };
        headers.put(
                config.signedIn(),
                signatures.stream()
                        .map(signature -> prefix + signature.end())
                        .collect(Collectors.joining(algorithm.isHex() ? "," : " ")));
        return headers;
    }
}
