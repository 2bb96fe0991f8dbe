package io.hookstream.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One running process of the packaged program, on a port of its own. Its output is kept in files. */
final class Program implements AutoCloseable {
    static final Duration READY_WITHIN = Duration.ofSeconds(90);
    static final Duration STOPPED_WITHIN = Duration.ofSeconds(10);

    /**
     * In full those of a user's. Else most tests are over before the optimizing compiler pays: with it, a start takes twice
     * the processor time.
     */
    private static final List<String> JAVA_OPTIONS =
            Faults.either(List.of("-Xmx768m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), List.of("-Xmx1g"));

    private static final Queue<Program> STARTED = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger COUNTER = new AtomicInteger();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(Program::close)));
    }

    private final Process process;
    private final Path data;
    private final int port;
    private final Path output;
    private final Path errors;

    private Program(Process process, Path data, int port, Path output, Path errors) {
        this.process = process;
        this.data = data;
        this.port = port;
        this.output = output;
        this.errors = errors;
    }

    /** How a process ended: its exit code (128 + the signal's number if a signal did it), and how long that took. */
    record Exit(int code, Duration took) {}

    /** Starts the program on a free port and waits until it is ready. */
    static Program start(Path data, String... properties) {
        return start(data, freePort(), properties);
    }

    static Program start(Path data, int port, String... properties) {
        Program program = launch(data, port, properties);
        program.awaitReady();
        return program;
    }

    /** Starts the program with no file of it larger than this, as on a disk that is nearly full. */
    static Program startOnSmallDisk(Path data, int maxFileKiB, String... properties) {
        List<String> limited = List.of("bash", "-c", "ulimit -f " + maxFileKiB + " && exec \"$@\"", "bash");
        Program program = launch(limited, data, freePort(), properties);
        program.awaitReady();
        return program;
    }

    /** Starts the program and does not wait: for starts that are meant to fail. */
    static Program launch(Path data, int port, String... properties) {
        return launch(List.of(), data, port, properties);
    }

    private static Program launch(List<String> before, Path data, int port, String... properties) {
        Path jar = Path.of(System.getProperty("hookstream.jar", "app/target/hookstream/hookstream.jar"));
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("the program is not packaged: there is no " + jar);
        }
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JAVA_OPTIONS);
        command.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        if (Runtime.version().feature() >= 25) {
            command.addAll(List.of("-XX:AOTCache=" + jar.resolveSibling("hookstream.aot"), "-Xlog:aot=off"));
        }
        command.addAll(List.of(
                "-jar",
                jar.toString(),
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--hookstream.data=" + data));
        command.addAll(List.of(properties));
        try {
            Path logs = Files.createDirectories(Path.of(System.getProperty("hookstream.logs", "target/programs")));
            String name = testClass() + "-" + COUNTER.incrementAndGet();
            Path output = logs.resolve(name + ".out");
            Path errors = logs.resolve(name + ".err");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            Program program = new Program(process, data, port, output, errors);
            STARTED.add(program);
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A port of the loopback address that nobody listens on now. Not one of those that the system gives to outgoing
     * connections: it might do so before the program listens.
     */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: try another.
            }
        }
    }

    int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    Path data() {
        return data;
    }

    /** The API with the key of the first start, which may do everything. */
    Api api() {
        return new Api(url(), bootstrap().get("api_key").asString());
    }

    JsonNode bootstrap() {
        try {
            return Json.read(Files.readAllBytes(data.resolve("bootstrap.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String output() {
        return text(output);
    }

    String errors() {
        return text(errors);
    }

    int threads() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("Threads:"))
                    .mapToInt(line -> Integer.parseInt(line.substring(8).strip()))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of the objects that are left after a full collection. */
    long heap() {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process histogram = new ProcessBuilder(jcmd.toString(), String.valueOf(process.pid()), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String total = text.lines()
                    .filter(line -> line.startsWith("Total"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(text));
            return Long.parseLong(total.strip().split(" +")[2]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM, and the wait for the end. */
    Exit stop() {
        process.destroy();
        return awaitExit(STOPPED_WITHIN.multipliedBy(2));
    }

    /** SIGKILL: nothing in the process gets to run any more. */
    Exit kill() {
        process.destroyForcibly();
        return awaitExit(STOPPED_WITHIN);
    }

    Exit awaitExit(Duration limit) {
        long started = System.nanoTime();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the program still runs after " + limit + tail());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new Exit(process.exitValue(), Duration.ofNanos(System.nanoTime() - started));
    }

    /** Kills the program if it still runs, so that no failed test leaves one behind. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        STARTED.remove(this);
    }

    /** The ends of the outputs of all programs that were not closed yet. */
    static String tails() {
        StringBuilder all = new StringBuilder();
        STARTED.forEach(program -> all.append(program.tail()));
        return all.toString();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void awaitReady() {
        try {
            await("the program to be ready").atMost(READY_WITHIN).until(() -> {
                if (!process.isAlive()) {
                    throw new AssertionError("the program exited with " + process.exitValue() + tail());
                }
                return Api.isReady(url());
            });
        } catch (RuntimeException e) {
            throw new AssertionError("the program is not ready within " + READY_WITHIN + tail(), e);
        }
    }

    private String tail() {
        return "\n--- " + output + "\n" + lastLines(output()) + "\n--- " + errors + "\n" + lastLines(errors());
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String testClass() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .filter(name -> name.endsWith("IT"))
                        .findFirst()
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .orElse("program"));
    }
}
