package io.hookstream.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A second JVM with this one's class path, which can be killed as a power cut would end it for the program. */
final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static ChildProcess start(Class<?> main, String... arguments) throws IOException {
        String java = ProcessHandle.current().info().command().orElse("java");
        List<String> command = Stream.concat(
                        Stream.of(java, "-cp", System.getProperty("java.class.path"), main.getName()),
                        Stream.of(arguments))
                .collect(Collectors.toCollection(ArrayList::new));
        return new ChildProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    String readLine() throws IOException {
        return output.readLine();
    }

    /** Sends SIGKILL after so many lines, and gives back all that had been printed. */
    List<String> killAfter(int lines) throws Exception {
        List<String> printed = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            String line = output.readLine();
            if (line == null) {
                throw new AssertionError("The child ended by itself after " + i + " lines");
            }
            printed.add(line);
        }
        // The process's own method would also close the pipe, with what is still in it.
        process.toHandle().destroyForcibly();
        // What is in the pipe was printed before the end, so it was acknowledged; a line cut short was not.
        StringBuilder rest = new StringBuilder();
        char[] buffer = new char[8192];
        for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
            rest.append(buffer, 0, read);
        }
        int end = rest.lastIndexOf("\n");
        if (end > 0) {
            printed.addAll(rest.substring(0, end).lines().toList());
        }
        process.waitFor(10, TimeUnit.SECONDS);
        return printed;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
