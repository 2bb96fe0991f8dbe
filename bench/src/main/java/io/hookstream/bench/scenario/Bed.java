package io.hookstream.bench.scenario;

import io.hookstream.bench.Folders;
import io.hookstream.bench.load.Payload;
import io.hookstream.bench.program.Api;
import io.hookstream.bench.program.Launch;
import io.hookstream.bench.program.Program;
import io.hookstream.bench.sink.Receiver;
import io.hookstream.bench.sink.Sink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program with its data, and a sink. */
public final class Bed implements AutoCloseable {
    private final Launch launch;
    private final Path folder;
    private final Sink sink;
    private Program program;
    private int next;
    private int named;

    private Bed(Launch launch, Path folder, Sink sink, Program program) {
        this.launch = launch;
        this.folder = folder;
        this.sink = sink;
        this.program = program;
    }

    static Bed start(Launch launch, Path folder) throws IOException, InterruptedException {
        Sink sink = Sink.start();
        try {
            return new Bed(launch, folder, sink, Program.start(launch, folder.resolve("data")));
        } catch (IOException | InterruptedException e) {
            sink.close();
            throw e;
        }
    }

    public Program program() {
        return program;
    }

    public Api api() {
        return program.api();
    }

    public Sink sink() {
        return sink;
    }

    /** Ends the program as a user would and starts another with the same data. */
    void restart() throws IOException, InterruptedException {
        program.close();
        program = Program.start(launch, folder.resolve("data"));
    }

    /** The number of the next webhook. No number comes twice, so what comes late is not taken for something else. */
    int next() {
        return next;
    }

    void sentUpTo(int number) {
        next = number;
    }

    /** A name that nothing else of this program has. */
    public String name(String start) {
        named++;
        return start + "-" + named;
    }

    /** A source that is connected with destinations, each a place of the sink's. */
    Route route(String name, int destinations) throws IOException, InterruptedException {
        String source = api().source(name);
        List<Receiver> receivers = new ArrayList<>();
        for (int i = 0; i < destinations; i++) {
            String place = name + "-" + i;
            String destination = api().destination(place, "http", Map.of("url", sink.url(place)));
            api().connect(source, destination, Payload.TYPE);
            receivers.add(sink.at(place));
        }
        return new Route(source, receivers);
    }

    @Override
    public void close() throws IOException {
        try (sink) {
            program.close();
        } finally {
            Folders.delete(folder);
        }
    }
}
