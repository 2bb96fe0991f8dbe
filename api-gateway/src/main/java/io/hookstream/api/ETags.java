package io.hookstream.api;

import io.hookstream.messages.Json;
import io.hookstream.messages.Versioned;
import io.hookstream.messages.View;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.DigestUtils;
import org.springframework.web.filter.reactive.ServerWebExchangeContextFilter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * ETags of everything that has a version: the version, and a digest of all that is shown, such as counters, which change
 * without a new version. {@code If-None-Match} compares the whole and {@code If-Match} the version alone: nobody has to
 * repeat an edit because an event came in meanwhile.
 */
final class ETags {

    private static final Pattern OURS = Pattern.compile("(\\d{1,18})-[0-9a-f]{32}");

    /** A version that nothing has. */
    private static final long NONE = -1;

    private ETags() {}

    /** Puts the ETag of what is found on the answer to the current request. */
    static <V extends View> Mono<V> show(Mono<V> found) {
        return Mono.deferContextual(context -> found.doOnNext(view -> {
            ServerWebExchange exchange = exchange(context);
            if (exchange != null && !exchange.getRequest().getMethod().equals(HttpMethod.DELETE)) {
                exchange.getResponse().getHeaders().setETag(tag(view));
            }
        }));
    }

    /**
     * The command for the version that the current request names in {@code If-Match}, if it does.
     *
     * @throws ApiException 400 if what is asked for cannot depend on a version
     */
    static Object expecting(Object command, ContextView context) {
        ServerWebExchange exchange = exchange(context);
        if (exchange == null || !exchange.getRequest().getHeaders().containsHeader(HttpHeaders.IF_MATCH)) {
            return command;
        }
        if (!(command instanceof Versioned versioned)) {
            throw ApiException.badRequest("If-Match: this request does not change one version of something");
        }
        Long version = version(exchange.getRequest().getHeaders());
        return version == null ? command : versioned.expecting(version);
    }

    /** Null if any version is good. */
    private static @Nullable Long version(HttpHeaders headers) {
        Set<Long> versions = new HashSet<>();
        for (String line : headers.getOrEmpty(HttpHeaders.IF_MATCH)) {
            List<ETag> tags = ETag.parse(line);
            if (tags.isEmpty()) {
                throw ApiException.badRequest("If-Match: must be an ETag, in double quotes, or *");
            }
            for (ETag tag : tags) {
                if (tag.isWildcard()) {
                    return null;
                }
                Matcher ours = OURS.matcher(tag.tag());
                versions.add(!tag.weak() && ours.matches() ? Long.parseLong(ours.group(1)) : NONE);
            }
        }
        if (versions.size() > 1) {
            throw ApiException.badRequest("If-Match: name one version");
        }
        return versions.iterator().next();
    }

    private static String tag(View view) {
        try {
            byte[] shown = Json.mapper().writeValueAsBytes(view);
            return "\"" + view.revision().version() + "-" + DigestUtils.md5DigestAsHex(shown) + "\"";
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("A view cannot be written as JSON", e);
        }
    }

    private static @Nullable ServerWebExchange exchange(ContextView context) {
        return ServerWebExchangeContextFilter.getExchange(context).orElse(null);
    }
}
