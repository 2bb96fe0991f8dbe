package io.hookstream.delivery.connection;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One received event as filters and transforms see it. Query and body are parsed when first asked for, and once, so an
 * event whose connections look at headers only costs no parsing. Safe for use by several threads. The body's bytes are
 * not copied: whoever makes an envelope must not change them.
 */
public final class Envelope {

    private final String eventId;
    private final String method;
    private final Map<String, List<String>> headers;
    private final @Nullable String queryString;
    private final @Nullable String contentType;
    private final String sourceIp;
    private final Instant receivedAt;
    private final byte[] body;

    private volatile @Nullable JsonBody json;
    private volatile @Nullable Map<String, List<String>> query;

    /**
     * @param headers names in any case; one name may occur in several
     * @param queryString as it came, without the question mark
     */
    public Envelope(
            String eventId,
            String method,
            Map<String, List<String>> headers,
            @Nullable String queryString,
            @Nullable String contentType,
            String sourceIp,
            Instant receivedAt,
            byte[] body) {
        this.eventId = eventId;
        this.method = method;
        this.headers = headers;
        this.queryString = queryString;
        this.contentType = contentType;
        this.sourceIp = sourceIp;
        this.receivedAt = receivedAt;
        this.body = body;
    }

    public String eventId() {
        return eventId;
    }

    public String method() {
        return method;
    }

    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The values of a header in all spellings of its name; empty if there is none. */
    public List<String> header(String name) {
        List<String> found = List.of();
        for (Map.Entry<String, List<String>> entry : headers.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                if (found.isEmpty()) {
                    found = entry.getValue();
                } else {
                    found = new ArrayList<>(found);
                    found.addAll(entry.getValue());
                }
            }
        }
        return found;
    }

    /** Percent-decoded parameters in order; a parameter without an equals sign has an empty value. */
    public Map<String, List<String>> query() {
        Map<String, List<String>> parsed = query;
        if (parsed == null) {
            parsed = parseQuery(queryString);
            query = parsed;
        }
        return parsed;
    }

    public @Nullable String contentType() {
        return contentType;
    }

    public String sourceIp() {
        return sourceIp;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    /** The bytes as they came; not a copy. */
    public byte[] body() {
        return body;
    }

    /** Why the body is not JSON, such as {@code body is not JSON: it is empty}; empty if it is. */
    public Optional<String> jsonProblem() {
        String problem = parsed().problem();
        return problem == null ? Optional.empty() : Optional.of("body is not JSON: " + problem);
    }

    /**
     * The body's JSON value as unmodifiable maps and lists, strings, booleans, numbers and null; null too if it is not
     * JSON, see {@link #jsonProblem()}.
     */
    public @Nullable Object json() {
        return parsed().value();
    }

    private JsonBody parsed() {
        JsonBody parsed = json;
        if (parsed == null) {
            synchronized (this) {
                parsed = json;
                if (parsed == null) {
                    parsed = JsonBody.parse(body);
                    json = parsed;
                }
            }
        }
        return parsed;
    }

    private static Map<String, List<String>> parseQuery(@Nullable String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        int start = 0;
        while (start <= query.length()) {
            int end = query.indexOf('&', start);
            if (end < 0) {
                end = query.length();
            }
            if (end > start) {
                int equals = query.indexOf('=', start);
                boolean bare = equals < 0 || equals > end;
                String name = decode(query.substring(start, bare ? end : equals));
                String value = bare ? "" : decode(query.substring(equals + 1, end));
                parameters.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
            }
            start = end + 1;
        }
        return parameters;
    }

    /** Anyone can send a broken escape; it then means itself. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
