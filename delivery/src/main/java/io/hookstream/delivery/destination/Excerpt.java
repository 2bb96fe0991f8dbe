package io.hookstream.delivery.destination;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * What people are shown of a body, whatever is in it. All text is well-formed: no halves of surrogate pairs, and no control
 * characters but line feeds and tabs.
 *
 * @param kind what the body says that happened, one line; {@code event} if it says nothing
 * @param text its beginning, or how much of what it is if it is no text
 * @param shortened whether it goes on after that
 */
record Excerpt(String kind, String text, boolean shortened) {

    /** In UTF-16 units. */
    static final int MAX_TEXT = 50_000;

    private static final int MAX_KIND = 100;

    /** Enough for the text in any encoding, and for a kind that is not at the very beginning. */
    private static final int READ_BYTES = 256 * 1024;

    private static final Duration READ_WITHIN = Duration.ofSeconds(10);

    /** The most telling first. */
    private static final List<String> KINDS = List.of("type", "event_type", "event", "topic");

    private static final String NO_KIND = "event";

    private static final Pattern CHARSET =
            Pattern.compile("charset=\"?([A-Za-z0-9][A-Za-z0-9._:+-]{0,39})", Pattern.CASE_INSENSITIVE);

    private static final JsonFactory JSON = new JsonFactory();

    /** Blocks, bounded, and reads no more than it needs. */
    static Excerpt of(Body body, @Nullable String contentType) {
        byte[] bytes = beginning(body);
        boolean all = bytes.length >= body.length();
        String decoded = decoded(bytes, charset(contentType), all);
        if (decoded == null) {
            String what = contentType == null ? "binary data" : contentType;
            return new Excerpt(NO_KIND, "(" + body.length() + " bytes of " + line(what, MAX_KIND) + ")", false);
        }
        String text = clean(decoded);
        return new Excerpt(kind(bytes), cut(text, MAX_TEXT), !all || text.length() > MAX_TEXT);
    }

    private static byte[] beginning(Body body) {
        if (body instanceof Body.Bytes inMemory) {
            return Arrays.copyOf(inMemory.bytes(), Math.min(inMemory.bytes().length, READ_BYTES));
        }
        ByteBuffer read = ByteBuffer.allocate(READ_BYTES);
        Flux.from(body.content())
                .doOnNext(chunk -> read.put(chunk, 0, Math.min(chunk.length, read.remaining())))
                .takeUntil(chunk -> !read.hasRemaining())
                .blockLast(READ_WITHIN);
        return Arrays.copyOf(read.array(), read.position());
    }

    private static Charset charset(@Nullable String contentType) {
        Matcher named = CHARSET.matcher(Objects.requireNonNullElse(contentType, ""));
        try {
            return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** Null if it is no text. */
    private static @Nullable String decoded(byte[] bytes, Charset charset, boolean all) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()));
        // A character that the beginning ends in the middle of is left out.
        boolean readable = !decoder.decode(ByteBuffer.wrap(bytes), text, all).isError();
        String decoded = text.flip().toString();
        return readable && decoded.indexOf('\0') < 0 ? decoded : null;
    }

    private static String kind(byte[] bytes) {
        Map<String, String> found = new HashMap<>();
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    if (parser.nextToken() == JsonToken.VALUE_STRING && KINDS.contains(name)) {
                        found.put(name, parser.getText());
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            // It is no JSON, or goes on: what has been found by then is what it says.
        }
        return KINDS.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .map(kind -> line(kind, MAX_KIND).replace('`', '\'').strip())
                .filter(kind -> !kind.isEmpty())
                .findFirst()
                .orElse(NO_KIND);
    }

    /** In one line, at most this long. */
    static String line(String text, int most) {
        return cut(
                clean(text.length() <= 2 * most ? text : text.substring(0, 2 * most))
                        .replaceAll("\\s+", " "),
                most);
    }

    /** At most this long, in UTF-16 units: services that count characters count fewer. Ends with an ellipsis if it is cut. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Math.max(0, most - 1);
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\r' || c == 0xfeff) {
                return; // of a line's end, and what some text begins with
            }
            boolean odd = Character.isISOControl(c) && c != '\n' && c != '\t';
            clean.appendCodePoint(odd || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xfffd : c);
        });
        return clean.toString();
    }
}
