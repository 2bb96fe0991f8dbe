package io.hookstream.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts what arrives on one connection into HTTP/1.1 messages, with a Content-Length or in chunks. */
public final class HttpReader {
    private static final int ROOM = 16 * 1024;
    private static final byte[] NO_BODY = new byte[0];

    private byte[] buffer = new byte[ROOM];
    private int end;
    /** Where parsing is, in {@link #next}. */
    private int at;

    /** A whole message. The head ends with the last header's line break. */
    public static final class Message {
        private final String head;
        private final byte[] body;

        private Message(String head, byte[] body) {
            this.head = head;
            this.body = body;
        }

        public byte[] body() {
            return body;
        }

        /** The first line's second word: a request's target, an answer's status. */
        public String target() {
            int from = head.indexOf(' ') + 1;
            int to = head.indexOf(' ', from);
            return head.substring(from, to < 0 ? head.indexOf('\r', from) : to);
        }

        public int status() {
            return Integer.parseInt(target());
        }

        public @Nullable String header(String name) {
            for (int line = head.indexOf('\n') + 1;
                    line > 0 && line < head.length();
                    line = head.indexOf('\n', line) + 1) {
                if (head.regionMatches(true, line, name, 0, name.length())
                        && head.charAt(line + name.length()) == ':') {
                    return head.substring(line + name.length() + 1, head.indexOf('\r', line))
                            .strip();
                }
            }
            return null;
        }
    }

    /** Reads what there is; false if the other side has closed. */
    public boolean fill(ReadableByteChannel channel) throws IOException {
        if (buffer.length - end < ROOM / 2) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = channel.read(ByteBuffer.wrap(buffer, end, buffer.length - end));
        if (read > 0) {
            end += read;
        }
        return read >= 0;
    }

    /**
     * Takes the next message off; null if it is not there as a whole yet.
     *
     * @throws IOException if it is no HTTP
     */
    public @Nullable Message next() throws IOException {
        int head = headEnd();
        if (head < 0) {
            return null;
        }
        Message bare = new Message(new String(buffer, 0, head - 2, StandardCharsets.ISO_8859_1), NO_BODY);
        at = head;
        byte[] body = "chunked".equalsIgnoreCase(bare.header("Transfer-Encoding"))
                ? chunks()
                : counted(bare.header("Content-Length"));
        if (body == null) {
            return null;
        }
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        return new Message(bare.head, body);
    }

    private int headEnd() {
        for (int i = 3; i < end; i++) {
            if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n' && buffer[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private byte @Nullable [] counted(@Nullable String length) {
        int size = length == null ? 0 : Integer.parseInt(length);
        if (end - at < size) {
            return null;
        }
        at += size;
        return Arrays.copyOfRange(buffer, at - size, at);
    }

    private byte @Nullable [] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int lineEnd = lineEnd();
            if (lineEnd < 0) {
                return null;
            }
            int size = chunkSize(new String(buffer, at, lineEnd - at, StandardCharsets.ISO_8859_1));
            int data = lineEnd + 2;
            if (end < data + size + 2) {
                return null;
            }
            body.write(buffer, data, size);
            at = data + size + 2;
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private static int chunkSize(String line) throws IOException {
        int extension = line.indexOf(';');
        try {
            return Integer.parseInt((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("not a chunk's size: " + line, e);
        }
    }

    private int lineEnd() {
        for (int i = at; i + 1 < end; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
