package io.hookstream.bench.sink;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The sink's process, seen from the bench. */
public final class Sink implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    /** Where it is asked. */
    private final int control;

    private final Map<Dialect, Integer> ports = new EnumMap<>(Dialect.class);

    /** @param printed the ports, as the sink printed them */
    private Sink(Process process, String[] printed) {
        this.process = process;
        control = Integer.parseInt(printed[0]);
        int at = 1;
        for (Dialect dialect : Dialect.values()) {
            ports.put(dialect, Integer.valueOf(printed[at++]));
        }
    }

    public static Sink start() throws IOException {
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
        String ports = output.readLine();
        if (ports == null) {
            throw new IOException("the sink did not start");
        }
        return new Sink(process, ports.split(" ", -1));
    }

    /** Where something of this kind is sent. */
    public String url(Dialect dialect) {
        return "http://127.0.0.1:" + port(dialect);
    }

    public int port(Dialect dialect) {
        return Objects.requireNonNull(ports.get(dialect));
    }

    /** Where webhooks are sent by HTTP, to be counted under this name. */
    public String url(String place) {
        return url(Dialect.HTTP) + "/" + place;
    }

    /** From now on requests to this place are answered after 30 s, and what comes is not counted. */
    public void hang(String place) throws IOException, InterruptedException {
        ask("hang/" + place);
    }

    /** What arrives under a name. */
    public Receiver at(String place) {
        return new Place(place);
    }

    public Process process() {
        return process;
    }

    private final class Place implements Receiver {
        private final String name;

        private Place(String name) {
            this.name = name;
        }

        @Override
        public void begin(int first) throws IOException, InterruptedException {
            ask("begin/" + name + "/" + first);
        }

        @Override
        public long count() throws IOException, InterruptedException {
            return Long.parseLong(text("count/" + name));
        }

        @Override
        public Stats stats() throws IOException, InterruptedException {
            long[] n = Arrays.stream(text("stats/" + name).split(" ", -1))
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new Stats(n[0], n[1], n[2], n[3], n[4], n[5]);
        }

        @Override
        public BitSet seen() throws IOException, InterruptedException {
            return BitSet.valueOf(ask("seen/" + name));
        }

        @Override
        public long arrivedMicros(int sequence) throws IOException, InterruptedException {
            return Long.parseLong(text("arrived/" + name + "/" + sequence));
        }
    }

    private String text(String command) throws IOException, InterruptedException {
        return new String(ask(command), StandardCharsets.US_ASCII);
    }

    private byte[] ask(String command) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + control + "/" + command);
        return client.send(HttpRequest.newBuilder(uri).timeout(ANSWER_WITHIN).build(), BodyHandlers.ofByteArray())
                .body();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        client.close();
    }
}
