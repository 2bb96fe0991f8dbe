package io.hookstream.bench.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;

/** One process of the packaged program. */
public final class Program implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final int STOPPED_WITHIN_SECONDS = 60;
    private static final int ASK_EVERY_MS = 20;
    private static final int TOTAL_BYTES = 2;

    private final Process process;
    private final Path data;
    private final Path gcLog;
    private final Api api;
    private final Thread hook;
    private Duration readyAfter = Duration.ZERO;

    private Program(Process process, Path data, Path gcLog, int port) {
        this.process = process;
        this.data = data;
        this.gcLog = gcLog;
        this.api = new Api(port);
        this.hook = new Thread(process::destroy);
    }

    /**
     * Starts the program and waits until it is ready.
     *
     * @param data its folder, which need not be there; its output is written beside it
     * @throws IOException if it does not become ready; the message has its output
     */
    public static Program start(Launch launch, Path data) throws IOException, InterruptedException {
        if (!Files.isRegularFile(launch.jar())) {
            throw new IOException("the program is not packaged: there is no " + launch.jar());
        }
        int port = Ports.free();
        Path gcLog = data.resolveSibling(data.getFileName() + ".gc");
        Files.deleteIfExists(gcLog);
        Path log = data.resolveSibling(data.getFileName() + ".log");
        long started = System.nanoTime();
        Process process = new ProcessBuilder(launch.command(port, data, gcLog))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Program program = new Program(process, data, gcLog, port);
        // A bench that is stopped must not leave the program running.
        Runtime.getRuntime().addShutdownHook(program.hook);
        try {
            program.awaitReady(started);
        } catch (IOException e) {
            program.close();
            throw new IOException(e.getMessage() + "\n" + Files.readString(log), e);
        }
        return program;
    }

    private void awaitReady(long started) throws IOException, InterruptedException {
        while (!api.isReady()) {
            if (!process.isAlive() || System.nanoTime() - started > READY_WITHIN.toNanos()) {
                throw new IOException("the program did not become ready");
            }
            Thread.sleep(ASK_EVERY_MS);
        }
        readyAfter = Duration.ofNanos(System.nanoTime() - started);
        api.use(Document.parse(Files.readString(data.resolve("bootstrap.json"))).getString("api_key"));
    }

    public Api api() {
        return api;
    }

    /** From the start of the process until it said that it is well. */
    public Duration readyAfter() {
        return readyAfter;
    }

    /** Seconds of all cores that the process has used. */
    public double cpuSeconds() {
        return cpuSeconds(process);
    }

    /** Seconds of all cores that a process has used; 0 where the platform does not tell. */
    public static double cpuSeconds(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** The most memory of the process so far, in MiB; 0 where the platform does not tell. */
    public long residentPeakMib() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(0);
    }

    /** MiB of the objects that are left after a full collection, which this makes. */
    public double liveHeapMib() throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process histogram = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String total = text.lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IOException("jcmd told: " + text));
        return Long.parseLong(total.strip().split(" +", -1)[TOTAL_BYTES]) / (double) (1 << 20);
    }

    /** Of its whole life. */
    public GcLog gcLog() throws IOException {
        return GcLog.of(Files.readAllLines(gcLog));
    }

    /** Bytes of all files in its folder. */
    public long diskBytes() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.toList()) {
                bytes += size(file);
            }
        }
        return bytes;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Ends it as a user would, so that its data can be opened again. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOPPED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        api.close();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The bench itself is about to end.
        }
    }
}
