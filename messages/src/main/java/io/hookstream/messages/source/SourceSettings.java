package io.hookstream.messages.source;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a user sets of a source.
 *
 * @param name for people
 * @param slug for addresses: lower-case letters, digits and hyphens, unique in its environment; made from the name if
 *     absent
 * @param enabled false refuses webhooks with 403; default true
 * @param dedupStrategy what equal webhooks have in common: {@code payload_hash}, {@code header_field} or
 *     {@code body_field}; null compares nothing
 * @param dedupField the header's name, or the path of the field in a JSON body; other strategies pass it over
 * @param dedupWindowSeconds how long the first of equal webhooks makes the others duplicates, 1 to 604800; default 300
 */
public record SourceSettings(
        @Nullable String name,
        @Nullable String slug,
        @Nullable Boolean enabled,
        @Nullable String dedupStrategy,
        @Nullable String dedupField,
        @Nullable Integer dedupWindowSeconds) {

    public static final String PAYLOAD_HASH = "payload_hash";
    public static final String HEADER_FIELD = "header_field";
    public static final String BODY_FIELD = "body_field";
    public static final int DEFAULT_DEDUP_WINDOW_SECONDS = 300;

    private static final List<String> DEDUP_STRATEGIES = List.of(PAYLOAD_HASH, HEADER_FIELD, BODY_FIELD);
    private static final int MAX_DEDUP_WINDOW_SECONDS = 7 * 86400;
    private static final int MAX_FIELD = 500;
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** A source that compares nothing. */
    public SourceSettings(@Nullable String name, @Nullable String slug, @Nullable Boolean enabled) {
        this(name, slug, enabled, null, null, null);
    }

    /** @throws Refused naming the field that is missing or wrong */
    public SourceSettings checked(String id) {
        String checkedName = Check.name(name);
        if (dedupField != null && dedupField.length() > MAX_FIELD) {
            throw Refused.invalid("dedup_field: must have at most " + MAX_FIELD + " characters");
        }
        if (dedupStrategy != null) {
            checkDedup(dedupStrategy, dedupField);
        }
        int window = Check.between(
                dedupWindowSeconds, 1, MAX_DEDUP_WINDOW_SECONDS, DEFAULT_DEDUP_WINDOW_SECONDS, "dedup_window_seconds");
        return new SourceSettings(
                checkedName,
                Check.slug(slug, checkedName, id),
                enabled == null || enabled,
                dedupStrategy,
                dedupField,
                dedupStrategy == null && dedupWindowSeconds == null ? null : window);
    }

    private static void checkDedup(String strategy, @Nullable String field) {
        if (!DEDUP_STRATEGIES.contains(strategy)) {
            throw Refused.invalid(
                    "dedup_strategy: must be one of " + String.join(", ", DEDUP_STRATEGIES) + "; was " + strategy);
        }
        if (strategy.equals(PAYLOAD_HASH)) {
            return;
        }
        String given = Check.required(field, "dedup_field");
        if (strategy.equals(HEADER_FIELD) && !HEADER_NAME.matcher(given).matches()) {
            throw Refused.invalid("dedup_field: must be the name of a header; was " + given);
        }
        if (strategy.equals(BODY_FIELD) && given.isBlank()) {
            throw Refused.invalid("dedup_field: must be a path such as data.id");
        }
    }
}
