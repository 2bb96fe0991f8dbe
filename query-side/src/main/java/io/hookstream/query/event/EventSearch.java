package io.hookstream.query.event;

import com.mongodb.client.model.Filters;
import io.hookstream.projections.event.EventDocument;
import io.hookstream.projections.event.SearchWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bson.conversions.Bson;

/**
 * What is searched for: the beginning of an event's id, or else terms that each must be in the payload, as they are but
 * for their case, and from the beginning of a word to the end of one. The terms' words pass over what cannot match by the
 * index; the payload's text decides.
 */
final class EventSearch {

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern ID = Pattern.compile("evt_[0-9a-f]{0,32}");

    /** Greater than whatever an id consists of. */
    private static final String AFTER_ID = "~";

    private static final String BEGINNING = "(?:^|[^\\p{L}\\p{Nd}]|\\\\[bfnrt])";
    private static final String END = "(?:[^\\p{L}\\p{Nd}]|\\z)";
    private static final int ASCII = 0x80;

    private EventSearch() {}

    static boolean isId(String search) {
        return ID.matcher(search).matches();
    }

    /** @param behind the id after which a page begins, which the list says itself; or empty */
    static List<Bson> id(String search, String behind) {
        String end = search + AFTER_ID;
        Bson from = Filters.gte("_id", search);
        return behind.isEmpty() || behind.compareTo(end) > 0 ? List.of(from, Filters.lt("_id", end)) : List.of(from);
    }

    /** Empty if nothing is searched for. */
    static List<Bson> payload(String search) {
        List<Bson> filters = new ArrayList<>();
        for (Pattern word : SearchWords.patterns(search)) {
            filters.add(Filters.regex(EventDocument.WORDS, word.pattern()));
        }
        SPACE.splitAsStream(search.strip())
                .filter(term -> !term.isEmpty())
                .forEach(term -> filters.add(Filters.regex(EventDocument.TEXT, pattern(term))));
        return filters;
    }

    /** For Java, PCRE and RE2 alike, so it looks neither ahead nor behind. */
    private static String pattern(String term) {
        StringBuilder pattern = new StringBuilder();
        int first = term.codePointAt(0);
        int last = term.codePointBefore(term.length());
        if (Character.isLetterOrDigit(first)) {
            pattern.append(BEGINNING);
        }
        term.codePoints().forEach(point -> pattern.append(pattern(point)));
        if (Character.isLetterOrDigit(last)) {
            pattern.append(END);
        }
        return pattern.toString();
    }

    /** The character in either case, and as JSON may have it. BSON keeps patterns as C strings: a NUL is escaped. */
    private static String pattern(int point) {
        int lower = Character.toLowerCase(point);
        int upper = Character.toUpperCase(point);
        if (point < ASCII) {
            return Character.isLetter(point)
                    ? "[" + (char) lower + (char) upper + "]"
                    : (point == '/' || point == '"' ? "\\\\?" : "") + "\\x%02x".formatted(point);
        }
        String either = lower == upper
                ? Character.toString(point)
                : Character.toString(lower) + "|" + Character.toString(upper);
        String escaped = point >= Character.MIN_SUPPLEMENTARY_CODE_POINT
                ? ""
                : lower == upper ? "|" + escape(point) : "|" + escape(lower) + "|" + escape(upper);
        return "(?:" + either + escaped + ")";
    }

    /** Its digits in either case. */
    private static String escape(int point) {
        StringBuilder escape = new StringBuilder("\\\\u");
        for (char digit : "%04x".formatted(point).toCharArray()) {
            escape.append(
                    Character.isDigit(digit)
                            ? String.valueOf(digit)
                            : "[" + digit + String.valueOf(digit).toUpperCase(Locale.ROOT) + "]");
        }
        return escape.toString();
    }
}
