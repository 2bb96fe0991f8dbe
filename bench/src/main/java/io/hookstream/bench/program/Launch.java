package io.hookstream.bench.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How the program is started.
 *
 * @param flags of the Java virtual machine that {@code hookstream up} gives it too
 * @param options of the Java virtual machine that a user may choose
 * @param properties such as {@code --name=value}
 */
public record Launch(Path jar, List<String> flags, List<String> options, List<String> properties) {
    private static final int FIRST_WITH_CACHE = 25;

    /** With the options in {@code HOOKSTREAM_JAVA_OPTS}, as {@code hookstream up} takes them. */
    public static Launch of(Path jar, List<String> flags, List<String> properties) {
        String options = Objects.requireNonNullElse(System.getenv("HOOKSTREAM_JAVA_OPTS"), "-Xms768m -Xmx1g");
        return new Launch(
                jar,
                flags,
                Stream.of(options.split("\\s+", -1))
                        .filter(option -> !option.isEmpty())
                        .toList(),
                properties);
    }

    List<String> command(int port, Path data, Path gcLog) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(keptStart());
        command.addAll(options);
        command.add("-Xlog:gc:file=" + gcLog + "::filecount=0");
        command.addAll(List.of(
                "-jar",
                jar.toString(),
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--hookstream.data=" + data));
        command.addAll(properties);
        return command;
    }

    /** What a start loads and compiles, from the build, where {@code hookstream up} takes it too. */
    private List<String> keptStart() {
        String name = String.valueOf(jar.getFileName()).replaceFirst("\\.jar$", ".aot");
        Path cache = jar.resolveSibling(name);
        return Runtime.version().feature() < FIRST_WITH_CACHE || !Files.isRegularFile(cache)
                ? List.of()
                : List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off");
    }

    /** What an acknowledgement means with these settings. */
    public String durability() {
        boolean elsewhere = properties.stream()
                .anyMatch(property -> property.startsWith("--hookstream.axon-server")
                        || property.startsWith("--hookstream.mongodb.uri"));
        return elsewhere
                ? "as the stores named above promise"
                : "embedded stores; an event is acknowledged when the log is fsynced (SQLite, WAL, `synchronous=FULL`);"
                        + " read models are in a write-ahead log that is synced with its checkpoints";
    }
}
