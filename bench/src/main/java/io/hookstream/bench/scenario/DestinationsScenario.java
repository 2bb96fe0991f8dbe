package io.hookstream.bench.scenario;

import io.hookstream.bench.Folders;
import io.hookstream.bench.destination.Endpoint;
import io.hookstream.bench.destination.Kind;
import io.hookstream.bench.destination.Kinds;
import io.hookstream.bench.load.Load;
import io.hookstream.bench.load.Payload;
import io.hookstream.bench.program.Api;
import io.hookstream.bench.report.Figure;
import io.hookstream.bench.report.Result;
import io.hookstream.bench.report.Result.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Each type of destination in turn, with a program of its own and as many webhooks as it takes. */
final class DestinationsScenario implements Scenario {
    private static final int SECONDS = 15;
    private static final int LEAD = 500;

    @Override
    public String name() {
        return "destinations";
    }

    @Override
    public String title() {
        return "each type of destination, at most 500 webhooks under way";
    }

    @Override
    public Result run(Lab lab) throws IOException, InterruptedException {
        List<Variant> variants = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        boolean failed = false;
        for (Kind kind : Kinds.all()) {
            Optional<String> missing = kind.missing();
            if (missing.isPresent()) {
                variants.add(new Variant(kind.name(), "skipped: " + missing.get(), List.of()));
                continue;
            }
            System.err.println("  " + kind.name());
            // A program of its own each: one that has run for a while is faster, whatever the type.
            try (Bed bed = lab.bed()) {
                Run run = measure(kind, bed, lab.knobs(), variants);
                run.troubles().forEach(note -> notes.add(kind.name() + ": " + note));
                failed |= run.failed();
            } catch (IOException | RuntimeException e) {
                variants.add(new Variant(kind.name(), "failed", List.of()));
                notes.add("**" + kind.name() + " failed: " + e.getMessage() + "**");
                failed = true;
            }
        }
        notes.add("A new program for each, and one destination, with at most 16 deliveries in flight, which is the"
                + " default. Attempts are as the program measured them, the warm-up's too, in whole milliseconds.");
        return new Result(name(), title(), List.of(), variants, notes, failed);
    }

    private static Run measure(Kind kind, Bed bed, Knobs knobs, List<Variant> variants)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("hookstream-bench-endpoint");
        try (Endpoint endpoint = kind.open(bed.sink(), bed.api(), folder)) {
            String name = bed.name("destination");
            String source = bed.api().source(name);
            String destination = bed.api().destination(name, kind.type(), endpoint.config());
            bed.api().connect(source, destination, Payload.TYPE);
            Load load = knobs.load(SECONDS, 0);
            Run run = Drive.on(bed, new Route(source, List.of(endpoint.receiver())))
                    .withLead(LEAD)
                    .warmUp(knobs.warmUp(load))
                    .run(load);
            variants.add(new Variant(
                    kind.name(), kind.remark(), figures(run, bed.api().attempts(destination))));
            return run;
        } finally {
            Folders.delete(folder);
        }
    }

    private static List<Figure> figures(Run run, Api.Attempts attempts) {
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.rate("delivered_per_s", "delivered", run.deliveredRate()),
                Figure.millis("attempt_p50_ms", "attempt p50", attempts.p50()),
                Figure.millis("attempt_p99_ms", "p99", attempts.p99()),
                Figure.millis("delivery_p50_ms", "received → delivered p50", run.deliveryP50()),
                Figure.millis("delivery_p99_ms", "p99", run.deliveryP99()),
                new Figure("cpu_ms_per_webhook", "processor time per webhook", " ms", run.cpuPerWebhook())));
        figures.addAll(run.verified());
        return figures;
    }
}
