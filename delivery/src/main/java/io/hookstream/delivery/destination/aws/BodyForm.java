package io.hookstream.delivery.destination.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import io.hookstream.delivery.destination.aws.JsonValue.Form;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Finds out what a body is while it passes by. Fed in pieces, and read at the end. */
final class BodyForm {

    /** Names of members are whatever somebody sends, so they are not remembered. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final byte BYTE_ORDER_MARK = (byte) 0xEF;

    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer ignored = CharBuffer.allocate(4096);
    private byte[] undecoded = {};
    private boolean text = true;

    private @Nullable JsonParser json = parser();
    private @Nullable JsonToken root;
    private int roots;
    private int depth;

    private long bytes;
    private long escaped;

    private static JsonParser parser() {
        try {
            return JSON.createNonBlockingByteArrayParser();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BodyForm plus(byte[] piece) {
        if (piece.length > 0) {
            if (bytes == 0 && piece[0] == BYTE_ORDER_MARK) {
                json = null; // a parser passes over it, but within another document it is wrong
            }
            bytes += piece.length;
            escaped += escapedLength(piece);
            text = text && decodes(piece, false);
            parse(piece);
        }
        return this;
    }

    BodyForm end() {
        text = text && decodes(new byte[0], true);
        parse(null);
        return this;
    }

    Form form() {
        if (!text) {
            return Form.BINARY;
        }
        if (json == null || roots != 1 || depth != 0) {
            return Form.TEXT;
        }
        return root == JsonToken.START_OBJECT ? Form.OBJECT : Form.JSON;
    }

    /** Of the JSON value. */
    long length() {
        return switch (form()) {
            case EMPTY, OBJECT, JSON -> bytes;
            case TEXT -> escaped + 2;
            case BINARY -> Base64Stream.length(bytes) + 2;
        };
    }

    private boolean decodes(byte[] piece, boolean last) {
        byte[] all = Arrays.copyOf(undecoded, undecoded.length + piece.length);
        System.arraycopy(piece, 0, all, undecoded.length, piece.length);
        ByteBuffer in = ByteBuffer.wrap(all);
        CoderResult result;
        do {
            result = utf8.decode(in, ignored.clear(), last);
        } while (result.isOverflow());
        undecoded = Arrays.copyOfRange(all, in.position(), all.length);
        return !result.isError();
    }

    /** @param piece null at the end */
    private void parse(byte @Nullable [] piece) {
        if (json == null) {
            return;
        }
        try {
            ByteArrayFeeder feeder = (ByteArrayFeeder) json.getNonBlockingInputFeeder();
            if (piece == null) {
                feeder.endOfInput();
            } else {
                feeder.feedInput(piece, 0, piece.length);
            }
            for (JsonToken token = json.nextToken();
                    token != null && token != JsonToken.NOT_AVAILABLE;
                    token = json.nextToken()) {
                count(token);
            }
        } catch (IOException e) {
            json = null;
        }
    }

    private void count(JsonToken token) {
        if (depth == 0) {
            root = token;
            roots++;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }

    private static long escapedLength(byte[] piece) {
        long length = 0;
        for (byte b : piece) {
            length += b == '"' || b == '\\' ? 2 : b >= 0 && b < ' ' ? 6 : 1;
        }
        return length;
    }

    /** As the inside of a JSON string; of UTF-8 only ASCII needs it, so that pieces may end anywhere. */
    static byte[] escaped(byte[] piece) {
        byte[] escaped = new byte[(int) escapedLength(piece)];
        int at = 0;
        for (byte b : piece) {
            if (b == '"' || b == '\\') {
                escaped[at++] = '\\';
            } else if (b >= 0 && b < ' ') {
                byte[] code = ("\\u00" + HexFormat.of().toHexDigits(b)).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(code, 0, escaped, at, code.length);
                at += code.length;
                continue;
            }
            escaped[at++] = b;
        }
        return escaped;
    }
}
