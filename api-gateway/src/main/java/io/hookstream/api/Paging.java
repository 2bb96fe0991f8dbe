package io.hookstream.api;

import io.hookstream.messages.PageRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads which page of a list is asked for, and writes cursors, which are the last id of a page in disguise. */
public final class Paging {

    public static final int DEFAULT_LIMIT = 20;

    private static final int MAX_LIMIT = 100;
    private static final int MAX_OFFSET = 100_000;
    private static final Pattern ID = Pattern.compile("[a-z]{1,8}_[0-9a-f]{32}");

    private Paging() {}

    public static PageRequest page(@Nullable String cursor, @Nullable String limit, int absent) {
        return new PageRequest(cursor == null ? null : id(cursor), limit(limit, absent));
    }

    public static int limit(@Nullable String limit, int absent) {
        return limit == null ? absent : number(limit, "limit", 1, MAX_LIMIT);
    }

    public static int offset(@Nullable String offset) {
        return offset == null ? 0 : number(offset, "offset", 0, MAX_OFFSET);
    }

    public static int number(String text, String name, int min, int max) {
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of bounds.
        }
        throw ApiException.badRequest(
                name + ": must be a whole number between " + min + " and " + max + "; was " + text);
    }

    public static @Nullable String cursor(@Nullable String id) {
        return id == null
                ? null
                : Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    private static String id(String cursor) {
        try {
            String id = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (ID.matcher(id).matches()) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Refused below, like a cursor that holds no id.
        }
        throw ApiException.badRequest("cursor: was not made by this server");
    }
}
