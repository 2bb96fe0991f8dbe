package io.hookstream.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The program under measurement: its process, and the few calls of its API that a measurement needs. */
final class Gateway implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    /** What Linux counts a process's time in; a second has a hundred on every platform Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final Path data;
    private final int port;
    private String key = "";

    private Gateway(Process process, Path data, int port) {
        this.process = process;
        this.data = data;
        this.port = port;
    }

    /** Starts the program with its data in a folder and its output in a file there, and waits until it is ready. */
    static Gateway start(Options options, Path folder) throws IOException, InterruptedException {
        if (!Files.isRegularFile(options.jar())) {
            throw new IOException("the program is not packaged: there is no " + options.jar());
        }
        int port = freePort();
        Path data = folder.resolve("data");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(Objects.requireNonNullElse(System.getenv("HOOKSTREAM_JAVA_OPTS"), "-Xmx1g")
                .strip()
                .split("\\s+", -1)));
        command.addAll(List.of(
                "-jar",
                options.jar().toString(),
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--hookstream.data=" + data));
        command.addAll(options.properties());
        Path log = folder.resolve("program.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        // A bench that is stopped must not leave the program running.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        Gateway gateway = new Gateway(process, data, port);
        try {
            gateway.awaitReady();
        } catch (IOException e) {
            gateway.close();
            throw new IOException(e.getMessage() + "\n" + Files.readString(log), e);
        }
        return gateway;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long until = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new IOException("the program did not become ready");
            }
            Thread.sleep(100);
        }
        key = field("api_key", Files.readString(data.resolve("bootstrap.json")));
    }

    private boolean isReady() throws InterruptedException {
        try {
            return send("GET", "/v1/health", null).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** Creates what has a name, or a connection; returns its id. */
    String create(String collection, String json) throws IOException, InterruptedException {
        return field("id", call("POST", "/v1/" + collection, json));
    }

    /** How many events are shown, of a status or of any. */
    long shown(@Nullable String status) throws IOException, InterruptedException {
        String filter = status == null ? "" : "&status=" + status;
        return Long.parseLong(field("total", call("GET", "/v1/events?limit=1" + filter, null)));
    }

    /** Seconds of all cores that the process has used. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(proc("stat"));
        // The second field is the program's name, which may hold anything; the numbers come after its parenthesis.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Resident memory in MiB: {@code VmRSS} now, {@code VmHWM} at most so far. */
    long residentMib(String field) throws IOException {
        for (String line : Files.readAllLines(proc("status"))) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new IOException("no " + field + " in " + proc("status"));
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    private String call(String method, String path, @Nullable String json) throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, path, json);
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + " answered " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private HttpResponse<String> send(String method, String path, @Nullable String json)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (!key.isEmpty()) {
            request.header("X-API-Key", key);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** The first text or number of a name; the few answers read here have it once. */
    private static String field(String name, String json) throws IOException {
        Matcher matcher =
                Pattern.compile("\"" + name + "\"\\s*:\\s*\"?([^\",}\\s]+)").matcher(json);
        if (!matcher.find()) {
            throw new IOException("no " + name + " in " + json);
        }
        return String.valueOf(matcher.group(1));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
