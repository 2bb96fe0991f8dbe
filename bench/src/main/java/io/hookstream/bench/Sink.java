package io.hookstream.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;

/** The sink's process, seen from the bench. */
final class Sink implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final int port;

    /**
     * What the sink has counted: webhooks, repetitions of them, when the last new one came (microseconds since 1970),
     * and the microseconds from sending to delivery.
     */
    record Stats(long unique, long duplicates, long lastMicros, long p50, long p99, long max) {}

    private Sink(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Sink start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeliverySink.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String port = output.readLine();
        if (port == null) {
            throw new IOException("the sink did not start");
        }
        return new Sink(process, Integer.parseInt(port));
    }

    String url() {
        return "http://127.0.0.1:" + port + "/deliver";
    }

    long count() throws IOException, InterruptedException {
        return Long.parseLong(text("/count"));
    }

    Stats stats() throws IOException, InterruptedException {
        long[] n = Arrays.stream(text("/stats").split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        return new Stats(n[0], n[1], n[2], n[3], n[4], n[5]);
    }

    BitSet seen() throws IOException, InterruptedException {
        return BitSet.valueOf(get("/seen"));
    }

    void reset() throws IOException, InterruptedException {
        get("/reset");
    }

    private String text(String path) throws IOException, InterruptedException {
        return new String(get(path), StandardCharsets.US_ASCII);
    }

    private byte[] get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray())
                .body();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        client.close();
    }
}
