package io.hookstream.bench.program;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The few calls of the program's API that measurements need. */
public final class Api implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private String key = "";

    Api(int port) {
        this.port = port;
    }

    void use(String apiKey) {
        key = apiKey;
    }

    /** How long the attempts of a destination took, in whole milliseconds. */
    public record Attempts(long p50, long p99) {}

    public int port() {
        return port;
    }

    public String key() {
        return key;
    }

    boolean isReady() throws InterruptedException {
        try {
            return send("GET", "/v1/health", null).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** A source that takes equal webhooks for different events; returns its id. */
    public String source(String name) throws IOException, InterruptedException {
        return create("sources", new Document("name", name).append("slug", name).append("dedup_strategy", null));
    }

    /** Returns its id. */
    public String destination(String name, String type, Map<String, ?> config)
            throws IOException, InterruptedException {
        return create(
                "destinations",
                new Document("name", name)
                        .append("slug", name)
                        .append("type", type)
                        .append("config", new Document(Map.copyOf(config))));
    }

    /** A connection with one filter, which all webhooks of this type of event pass. */
    public void connect(String source, String destination, String type) throws IOException, InterruptedException {
        Document rule = new Document("field", "payload.type").append("op", "eq").append("value", type);
        create(
                "connections",
                new Document("source_id", source)
                        .append("destination_id", destination)
                        .append("filter_rules", List.of(rule)));
    }

    private String create(String collection, Document what) throws IOException, InterruptedException {
        return Document.parse(answered("POST", "/v1/" + collection, what.toJson()))
                .getString("id");
    }

    /** How many events are shown, of a status or of any. */
    public long shown(@Nullable String status) throws IOException, InterruptedException {
        String filter = status == null ? "" : "&status=" + status;
        Document page = get("/v1/events?limit=1" + filter);
        return number(page.get("pagination", Document.class), "total");
    }

    /** Whether an event is shown as delivered. */
    public boolean isDelivered(String event) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", "/v1/events/" + event, null);
        // Not in the read model yet.
        if (answer.statusCode() == 404) {
            return false;
        }
        return answer.body().contains("\"status\":\"delivered\"");
    }

    /** Domain events that the processors have yet to handle, all together. */
    public long lag() throws IOException, InterruptedException {
        return get("/v1/health").getList("processors", Document.class).stream()
                .mapToLong(processor -> number(processor, "lag"))
                .sum();
    }

    /** As the program itself measured the attempts of the last day, or of the day that has most of them. */
    public Attempts attempts(String destination) throws IOException, InterruptedException {
        String range = "?destination_id=" + destination + "&granularity=day&after="
                + Instant.now().minus(1, ChronoUnit.DAYS);
        String most = get("/v1/metrics/deliveries" + range).getList("series", Document.class).stream()
                .max(Comparator.comparingLong(point -> number(point, "delivery_count")))
                .map(point -> point.getString("bucket"))
                .orElse("");
        return get("/v1/metrics/latency" + range).getList("series", Document.class).stream()
                .filter(point -> most.equals(point.getString("bucket")))
                .findFirst()
                .map(point -> new Attempts(number(point, "p50_latency_ms"), number(point, "p99_latency_ms")))
                .orElseThrow(() -> new IOException("no attempts of " + destination));
    }

    private static long number(@Nullable Document in, String name) {
        return in != null && in.get(name) instanceof Number number ? number.longValue() : 0;
    }

    public Document get(String path) throws IOException, InterruptedException {
        return Document.parse(text(path));
    }

    /** The answer as it came. */
    public String text(String path) throws IOException, InterruptedException {
        return answered("GET", path, null);
    }

    private String answered(String method, String path, @Nullable String json)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, json);
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + " answered " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private HttpResponse<String> send(String method, String path, @Nullable String json)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/json")
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (!key.isEmpty()) {
            request.header("X-API-Key", key);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
    }
}
