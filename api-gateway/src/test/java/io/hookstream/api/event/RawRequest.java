package io.hookstream.api.event;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Writes to the socket what no client library would send. */
final class RawRequest {

    record Answer(int status, String text) {}

    private RawRequest() {}

    /** @param headers whole lines */
    static Answer get(int port, String target, String... headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            String request = "GET " + target + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n" + lines + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(Integer.parseInt(text.substring(9, 12)), text);
        }
    }
}
