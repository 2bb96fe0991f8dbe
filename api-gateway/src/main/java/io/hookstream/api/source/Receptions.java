package io.hookstream.api.source;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hookstream.api.ApiException;
import io.hookstream.api.BaseUrl;
import io.hookstream.api.source.schema.PayloadSchema;
import io.hookstream.api.source.verification.Verifiers;
import io.hookstream.messages.source.IpRange;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The receptions of sources, made once for each version of a source. */
@Component
public class Receptions {

    private static final Logger log = LoggerFactory.getLogger(Receptions.class);

    private static final int MAX_KEPT = 10_000;

    private record Version(String sourceId, long version) {}

    private final Verifiers verifiers;
    private final BaseUrl baseUrl;
    private final Cache<Version, Reception> made =
            Caffeine.newBuilder().maximumSize(MAX_KEPT).build();

    Receptions(Verifiers verifiers, BaseUrl baseUrl) {
        this.verifiers = verifiers;
        this.baseUrl = baseUrl;
    }

    public Mono<Reception> of(SourceView source) {
        if (source.settings().plain()) {
            return Mono.just(Reception.OPEN);
        }
        Version version = new Version(source.id(), source.revision().version());
        Reception known = made.getIfPresent(version);
        return known != null
                ? Mono.just(known)
                : Mono.fromCallable(() -> made.get(version, any -> make(source)))
                        .subscribeOn(Schedulers.boundedElastic());
    }

    private Reception make(SourceView source) {
        SourceSettings settings = source.settings();
        try {
            String base = baseUrl.configured();
            return new Reception(
                    Objects.requireNonNullElse(ranges(settings.ipDenylist()), List.of()),
                    ranges(settings.ipAllowlist()),
                    settings.verificationType() == null
                            ? null
                            : verifiers.of(settings, base == null ? null : base + "/v1/ingest/" + source.id()),
                    Boolean.TRUE.equals(settings.schemaValidationEnabled()) && settings.jsonSchema() != null
                            ? PayloadSchema.compile(settings.jsonSchema().json())
                            : null,
                    SourceSettings.WARN.equals(settings.schemaAction()),
                    Answer.of(settings));
        } catch (RuntimeException e) {
            // It was checked when it was set: the master key or a library is another one than then.
            log.error("What protects {} cannot be applied, so that it takes nothing: {}", source.id(), e.toString());
            throw ApiException.unavailable("The source cannot take webhooks for now: try again");
        }
    }

    private static @Nullable List<IpRange> ranges(@Nullable List<String> texts) {
        return texts == null ? null : texts.stream().map(IpRange::parse).toList();
    }
}
