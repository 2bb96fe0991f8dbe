package io.hookstream.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Sends bytes as they are: an HTTP client would correct or refuse what these tests are about. */
final class RawHttp {
    private static final int TIMEOUT_MS = 20_000;

    private RawHttp() {}

    /** An answer. {@code headers} has lower-case names and each name's last value. */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        JsonNode json() {
            return Json.read(body);
        }

        @Override
        public String toString() {
            return status + " " + new String(body, StandardCharsets.UTF_8);
        }
    }

    /**
     * Sends one request with a Content-Length and reads its answer.
     *
     * @param target path and query, as they are to stand in the request line
     * @param headers whole lines without their line break, ISO-8859-1
     */
    static Answer send(int port, String method, String target, List<String> headers, byte[] body) {
        ByteArrayOutputStream request = head(method, target, headers);
        request.writeBytes(latin("Content-Length: " + body.length + "\r\n\r\n"));
        request.writeBytes(body);
        return exchange(port, request.toByteArray());
    }

    /** As {@link #send}, with the body in chunks of at most {@code size} bytes. */
    static Answer sendChunked(int port, String method, String target, List<String> headers, byte[] body, int size) {
        ByteArrayOutputStream request = head(method, target, headers);
        request.writeBytes(latin("Transfer-Encoding: chunked\r\n\r\n"));
        for (int from = 0; from < body.length; from += size) {
            int length = Math.min(size, body.length - from);
            request.writeBytes(latin(Integer.toHexString(length) + "\r\n"));
            request.write(body, from, length);
            request.writeBytes(latin("\r\n"));
        }
        request.writeBytes(latin("0\r\n\r\n"));
        return exchange(port, request.toByteArray());
    }

    /** Sends bytes and reads one answer. */
    static Answer exchange(int port, byte[] request) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
            } catch (IOException refusedEarly) {
                // A server may answer and close before it has read everything; its answer can still be there.
            }
            return read(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static ByteArrayOutputStream head(String method, String target, List<String> headers) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(latin(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"));
        headers.forEach(line -> head.writeBytes(latin(line + "\r\n")));
        return head;
    }

    private static Answer read(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 ")) {
            throw new IOException("not an HTTP answer: '" + status + "'");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int code = Integer.parseInt(status.substring(9, 12));
        if (code == 100) {
            return read(in);
        }
        return new Answer(code, headers, body(in, headers));
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        if (length != null) {
            return in.readNBytes(Integer.parseInt(length));
        }
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            return in.readAllBytes();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.writeBytes(in.readNBytes(size));
            line(in);
        }
        return body.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
