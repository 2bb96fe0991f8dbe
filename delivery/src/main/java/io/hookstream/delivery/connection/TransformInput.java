package io.hookstream.delivery.connection;

import java.util.AbstractMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How an event looks from within an expression. */
final class TransformInput {

    /** The names that mean the event's parts unless the payload has such a key itself. */
    static final Set<String> ALIASES = Set.of("body", "payload", "headers", "method", "query", "source_ip", "event_id");

    private final Envelope envelope;
    private @Nullable Map<String, Object> headers;
    private @Nullable Map<String, Object> query;

    TransformInput(Envelope envelope) {
        this.envelope = envelope;
    }

    /** The root of the expression: the payload, seen through the aliases if it is an object. */
    @Nullable
    Object root() {
        return envelope.json() instanceof Map<?, ?> payload ? new Root(payload) : envelope.json();
    }

    /** The expression with its aliases spelled out if {@link #root} cannot answer to them. */
    String adapt(String expression) {
        Object payload = envelope.json();
        if (payload instanceof Map<?, ?>) {
            return expression;
        }
        Set<String> aliases = ALIASES;
        if (payload instanceof List<?> elements) {
            // A name looked up in a list is looked up in its elements, so a key of theirs is the payload's own.
            aliases = new HashSet<>(ALIASES);
            for (Object element : elements) {
                if (element instanceof Map<?, ?> object) {
                    aliases.removeIf(object::containsKey);
                }
            }
        }
        return AliasRewriter.rewrite(expression, aliases);
    }

    /** What {@code $event} is. */
    Map<String, @Nullable Object> event() {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("event_id", envelope.eventId());
        event.put("method", envelope.method());
        event.put("headers", headers());
        event.put("query", query());
        event.put("content_type", envelope.contentType());
        event.put("source_ip", envelope.sourceIp());
        event.put("received_at", envelope.receivedAt().toString());
        event.put("payload", envelope.json());
        event.put("body", envelope.json());
        return event;
    }

    private @Nullable Object alias(String name) {
        return switch (name) {
            case "body", "payload" -> envelope.json();
            case "headers" -> headers();
            case "query" -> query();
            case "method" -> envelope.method();
            case "source_ip" -> envelope.sourceIp();
            default -> envelope.eventId();
        };
    }

    private Map<String, Object> headers() {
        if (headers == null) {
            Map<String, Object> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (String name : envelope.headers().keySet()) {
                byName.put(name.toLowerCase(Locale.ROOT), single(envelope.header(name)));
            }
            headers = byName;
        }
        return headers;
    }

    private Map<String, Object> query() {
        if (query == null) {
            Map<String, Object> byName = new LinkedHashMap<>();
            envelope.query().forEach((name, values) -> byName.put(name, single(values)));
            query = byName;
        }
        return query;
    }

    private static Object single(List<String> values) {
        return values.size() == 1 ? values.getFirst() : values;
    }

    /** Looks like the payload to whatever lists its keys, so that {@code $} does not drag the aliases into a result. */
    private final class Root extends AbstractMap<String, @Nullable Object> {

        private final Map<?, ?> payload;

        Root(Map<?, ?> payload) {
            this.payload = payload;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            Object own = payload.get(key);
            if (own != null || !(key instanceof String name) || !ALIASES.contains(name) || payload.containsKey(key)) {
                return own;
            }
            return alias(name);
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return payload.containsKey(key) || (key instanceof String name && ALIASES.contains(name));
        }

        @Override
        @SuppressWarnings("unchecked")
        public Set<Entry<String, @Nullable Object>> entrySet() {
            return ((Map<String, @Nullable Object>) payload).entrySet();
        }
    }
}
