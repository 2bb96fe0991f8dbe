package io.hookstream.bench.scenario;

import io.hookstream.bench.load.Latencies;
import io.hookstream.bench.program.Api;
import io.hookstream.bench.report.Figure;
import io.hookstream.bench.report.Result;
import io.hookstream.bench.report.Result.Variant;
import io.hookstream.bench.report.Target;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** Lists of 50 events, one after the other, with many stored and nothing else to do. */
final class ListScenario implements Scenario {
    private static final int SECONDS = 20;
    private static final int WARM = 200;
    private static final int FEWEST = 100;
    private static final double MICROS_PER_MS = 1e3;

    @Override
    public String name() {
        return "list";
    }

    @Override
    public String title() {
        return "a list of 50 events";
    }

    @Override
    public Result run(Lab lab) throws IOException, InterruptedException {
        Stored stored = Stored.in(lab.stored(), lab.knobs());
        long there = stored.fillUpTo(lab.knobs().events());
        Api api = stored.bed().api();
        int seconds = Math.max(1, lab.knobs().seconds(SECONDS) / 4);
        List<Variant> variants = new ArrayList<>();
        variants.add(measured("the newest", "/v1/events?limit=50", api, seconds, false));
        variants.add(measured(
                "the newest of a source", "/v1/events?limit=50&source_id=" + source(api), api, seconds, false));
        variants.add(
                measured("the newest that are delivered", "/v1/events?limit=50&status=delivered", api, seconds, false));
        variants.add(measured("page after page", "/v1/events?limit=50", api, seconds, true));
        return new Result(
                name(),
                title(),
                List.of(Figure.count("stored", "events stored", there), Figure.count("lost", "lost", stored.lost())),
                variants,
                List.of("One client, one request after the other; a request's time includes reading its answer."),
                stored.lost() > 0);
    }

    /** Of the newest event. */
    private static String source(Api api) throws IOException, InterruptedException {
        return api.get("/v1/events?limit=1")
                .getList("events", Document.class)
                .getFirst()
                .getString("source_id");
    }

    private static Variant measured(String title, String path, Api api, int seconds, boolean onwards)
            throws IOException, InterruptedException {
        Latencies latencies = new Latencies();
        String cursor = "";
        long until = 0;
        for (int i = 0; i < WARM + FEWEST || System.nanoTime() < until; i++) {
            if (i == WARM) {
                until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            }
            long started = System.nanoTime();
            String page = api.text(path + cursor);
            if (i >= WARM) {
                latencies.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - started));
            }
            cursor = onwards ? next(Document.parse(page)) : "";
        }
        return new Variant(
                title,
                "",
                List.of(
                        Figure.millis("p50_ms", "p50", latencies.percentile(50) / MICROS_PER_MS),
                        Figure.millis("p99_ms", "p99", latencies.percentile(99) / MICROS_PER_MS)
                                .with(Target.atMost(20)),
                        Figure.millis("max_ms", "max", latencies.percentile(100) / MICROS_PER_MS),
                        Figure.count("requests", "requests", latencies.count())));
    }

    private static String next(Document page) {
        String cursor = page.get("pagination", new Document()).getString("next_cursor");
        return cursor == null ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }
}
