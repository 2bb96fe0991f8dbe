package io.hookstream.messages;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks that settings of several features share. Each names the field in what it refuses. */
public final class Check {

    private static final int MAX_NAME = 200;
    private static final Pattern SLUG = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?");

    private Check() {}

    public static String name(@Nullable String name) {
        String given = required(name, "name").strip();
        if (given.isEmpty() || given.length() > MAX_NAME) {
            throw Refused.invalid("name: must have 1 to " + MAX_NAME + " characters");
        }
        return given;
    }

    /** The slug, or one made from the name and the id's last digits, so that it is free. */
    public static String slug(@Nullable String slug, String name, String id) {
        if (slug != null) {
            if (!SLUG.matcher(slug).matches()) {
                throw Refused.invalid("slug: must have 1 to 64 lower-case letters, digits and hyphens,"
                        + " and neither begin nor end with a hyphen");
            }
            return slug;
        }
        String words =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String stem = words.substring(0, Math.min(words.length(), 48)).replaceAll("-$", "");
        return (stem.isEmpty() ? "x" : stem) + "-" + id.substring(id.length() - 8);
    }

    public static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw Refused.invalid(field + ": is required");
        }
        return value;
    }

    /**
     * The text, if it is there and the pattern matches all of it.
     *
     * @param problem what is said of one that it does not match
     */
    public static String matching(@Nullable String value, Pattern pattern, String field, String problem) {
        String given = required(value, field);
        if (!pattern.matcher(given).matches()) {
            throw Refused.invalid(field + ": " + problem);
        }
        return given;
    }

    /** The value, or the default if absent; refused if it lies outside the bounds, which belong to them. */
    public static int between(@Nullable Integer value, int min, int max, int absent, String field) {
        if (value == null) {
            return absent;
        }
        if (value < min || value > max) {
            throw Refused.invalid(field + ": must be between " + min + " and " + max + "; was " + value);
        }
        return value;
    }
}
