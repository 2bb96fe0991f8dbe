package io.hookstream.api.event;

import io.hookstream.messages.event.Deduplication;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.source.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Reads from a request what equal requests of its source have in common. Where there is nothing to compare (no such header
 * or field, a body that is empty or not JSON) there is no key: rather a webhook twice than one lost.
 */
final class DedupKeyReader {

    private static final HexFormat HEX = HexFormat.of();

    private DedupKeyReader() {}

    /** A large body is read on another thread: an event loop has others to serve. */
    static Mono<Optional<Deduplication>> read(SourceSettings settings, HttpHeaders headers, byte[] body) {
        String strategy = settings.dedupStrategy();
        if (strategy == null) {
            return Mono.just(Optional.empty());
        }
        return body.length <= Payload.MAX_INLINE || strategy.equals(SourceSettings.HEADER_FIELD)
                ? Mono.just(key(strategy, settings, headers, body))
                : Mono.fromCallable(() -> key(strategy, settings, headers, body))
                        .subscribeOn(Schedulers.parallel());
    }

    private static Optional<Deduplication> key(
            String strategy, SourceSettings settings, HttpHeaders headers, byte[] body) {
        String field = Objects.requireNonNullElse(settings.dedupField(), "");
        byte[] value = switch (strategy) {
            case SourceSettings.HEADER_FIELD -> header(headers.get(field));
            case SourceSettings.BODY_FIELD -> BodyField.digest(body, field);
            case SourceSettings.PAYLOAD_HASH -> body.length == 0 ? null : body;
            default -> null;
        };
        if (value == null) {
            return Optional.empty();
        }
        // Keys of another strategy or field are other keys. The names of headers are the same in any case.
        String of = switch (strategy) {
            case SourceSettings.HEADER_FIELD -> field.toLowerCase(Locale.ROOT);
            case SourceSettings.BODY_FIELD -> field;
            default -> "";
        };
        MessageDigest digest = sha256();
        digest.update((strategy + "\n" + of + "\n").getBytes(StandardCharsets.UTF_8));
        int window =
                Objects.requireNonNullElse(settings.dedupWindowSeconds(), SourceSettings.DEFAULT_DEDUP_WINDOW_SECONDS);
        return Optional.of(new Deduplication(HEX.formatHex(digest.digest(value)), window));
    }

    private static byte @Nullable [] header(@Nullable List<String> values) {
        String joined = values == null ? "" : String.join(",", values);
        return joined.isBlank() ? null : joined.getBytes(StandardCharsets.UTF_8);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
