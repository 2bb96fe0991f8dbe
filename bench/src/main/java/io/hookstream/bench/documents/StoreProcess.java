package io.hookstream.bench.documents;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A store's process, seen from the bench, and a client of it. */
final class StoreProcess implements AutoCloseable {
    private static final int ANSWER_WITHIN_SECONDS = 300;
    private static final int CLOSE_WITHIN_SECONDS = 120;

    private final Process process;
    private final BufferedReader output;
    private final BufferedWriter input;
    private final long startMicros;
    private final long openMicros;
    private final MongoClient client;

    /**
     * A process's heap, in bytes.
     *
     * @param used after a collection of all garbage
     * @param peak the most that any collection left so far
     * @param collectionMillis what collections took so far
     */
    record Heap(long used, long peak, long collectionMillis) {
        String line() {
            return used + " " + peak + " " + collectionMillis;
        }
    }

    private StoreProcess(Process process, BufferedReader output, String[] greeting) {
        this.process = process;
        this.output = output;
        this.input = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
        this.startMicros = Long.parseLong(greeting[0]);
        this.openMicros = Long.parseLong(greeting[1]);
        this.client = MongoClients.create(settings(greeting[2]));
    }

    /** Starts a process that opens the store in this folder, and connects to it. */
    static StoreProcess start(Store store, Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + store.heapMib() + "m",
                // A store that goes on after it ran out of memory has not done with the heap it was given.
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED"));
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                StoreServer.class.getName(),
                store.title(),
                folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String greeting = output.readLine();
        if (greeting == null) {
            throw new IOException("the store did not open");
        }
        return new StoreProcess(process, output, greeting.split(" ", 3));
    }

    private static MongoClientSettings settings(String connectionString) {
        return MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(connectionString))
                .retryWrites(false)
                .applyToSocketSettings(socket -> socket.readTimeout(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS))
                .build();
    }

    MongoClient client() {
        return client;
    }

    /** When it began to open the store, in microseconds since 1970. */
    long startMicros() {
        return startMicros;
    }

    /** When the store was open, in microseconds since 1970. */
    long openMicros() {
        return openMicros;
    }

    Heap heap() throws IOException {
        input.write("heap\n");
        input.flush();
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the store's process has ended");
        }
        long[] n = Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
        return new Heap(n[0], n[1], n[2]);
    }

    /** Of all cores; 0 where the platform does not tell. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The most memory of the process so far, in bytes; 0 where the platform does not tell. */
    long residentPeak() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(0);
    }

    /** Closes the store and ends its process. */
    @Override
    public void close() throws IOException {
        client.close();
        try {
            // The end of its input tells the process to close, too, so one that is dead needs no telling.
            input.write("close\n");
            input.flush();
        } catch (IOException e) {
            process.destroyForcibly();
        }
        try {
            if (!process.waitFor(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("the store did not close as it should");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
