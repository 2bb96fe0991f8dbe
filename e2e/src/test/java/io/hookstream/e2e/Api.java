package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The HTTP API as a user of it sees it, with one API key or none. */
final class Api {
    static final Duration VISIBLE_WITHIN = Duration.ofSeconds(20);

    // HTTP/2's upgrade headers would be part of every webhook that the tests send.
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final int PAGE = 100;

    private final String url;
    private final @Nullable String key;

    /** Whose processors are to have caught up. */
    private final List<String> watched;

    Api(String url, @Nullable String key) {
        this(url, key, List.of(url));
    }

    private Api(String url, @Nullable String key, List<String> watched) {
        this.url = url;
        this.key = key;
        this.watched = watched;
    }

    record Reply(int status, HttpHeaders headers, byte[] body) {
        JsonNode json() {
            return Json.read(body);
        }

        Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        @Override
        public String toString() {
            return status + " " + new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Whether the program there answers that it is ready; false if nothing answers. */
    static boolean isReady(String url) {
        try {
            return new Api(url, null).send("GET", "/v1/health", null).status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    Api withKey(@Nullable String other) {
        return new Api(url, other, watched);
    }

    /** For a gateway whose processors are in other processes. */
    Api withHealthOf(List<String> urls) {
        return new Api(url, key, urls);
    }

    /**
     * Sends one request.
     *
     * @param body null for none, bytes to be sent as they are, or anything that becomes JSON
     * @param headers names and values in turn, instead of the default JSON content type
     * @throws UncheckedIOException if there is no answer
     */
    Reply send(String method, String path, @Nullable Object body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(30));
        if (key != null) {
            request.header("X-API-Key", key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        } else if (body != null) {
            request.header("Content-Type", "application/json");
        }
        byte[] bytes = body == null ? new byte[0] : body instanceof byte[] raw ? raw : Json.bytes(body);
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes));
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The JSON of an answer that must be a success. */
    JsonNode call(String method, String path, @Nullable Object body) {
        Reply reply = send(method, path, body);
        assertThat(reply.status()).as("%s %s answered %s", method, path, reply).isBetween(200, 299);
        return reply.json();
    }

    JsonNode get(String path) {
        return call("GET", path, null);
    }

    JsonNode patch(String path, Map<String, ?> changes) {
        return call("PATCH", path, changes);
    }

    void delete(String path) {
        assertThat(call("DELETE", path, null).path("success").asBoolean()).isTrue();
    }

    /** Creates a source without deduplication, so that equal webhooks are different events; returns its id. */
    String source() {
        Map<String, Object> source = new HashMap<>(named("Source"));
        source.put("dedup_strategy", null);
        return call("POST", "/v1/sources", source).get("id").asString();
    }

    String destination(String target) {
        return destination(target, Map.of());
    }

    /** Creates an HTTP destination; returns its id. */
    String destination(String target, Map<String, ?> more) {
        Map<String, Object> destination = new HashMap<>(named("Destination"));
        destination.put("type", "http");
        destination.put("url", target);
        destination.putAll(more);
        return call("POST", "/v1/destinations", destination).get("id").asString();
    }

    String connection(String source, String destination) {
        return connection(source, destination, Map.of());
    }

    /** Creates a connection; returns its id. */
    String connection(String source, String destination, Map<String, ?> more) {
        Map<String, Object> connection = new HashMap<>(more);
        connection.put("source_id", source);
        connection.put("destination_id", destination);
        return call("POST", "/v1/connections", connection).get("id").asString();
    }

    static Map<String, Object> named(String name) {
        return Map.of("name", name, "slug", "s-" + UUID.randomUUID());
    }

    static List<Map<String, ?>> rule(String field, String op, Object value) {
        return List.of(Map.of("field", field, "op", op, "value", value));
    }

    /** Sends a JSON webhook, which must be accepted; returns its event's id. */
    String ingest(String source, Object body) {
        JsonNode answer = withKey(null).call("POST", "/v1/ingest/" + source, body);
        assertThat(answer.path("source_id").asString()).isEqualTo(source);
        return answer.get("event_id").asString();
    }

    /** Waits until an event is shown with a status, and returns it. */
    JsonNode awaitEvent(String id, String status) {
        return await("event " + id + " to be " + status)
                .atMost(VISIBLE_WITHIN)
                .until(
                        () -> send("GET", "/v1/events/" + id, null),
                        reply -> reply.status() == 200
                                && reply.json().path("status").asString().equals(status))
                .json();
    }

    /** Every item of a list such as {@code events} or {@code connections?source_id=…}, page after page. */
    List<JsonNode> all(String list) {
        return all(list, PAGE);
    }

    List<JsonNode> all(String list, int limit) {
        List<JsonNode> items = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = get("/v1/" + list + (list.contains("?") ? "&" : "?") + "limit=" + limit + next);
            JsonNode found = page.path(list.replaceFirst("\\?.*", "").replace('-', '_'));
            assertThat(found.isArray()).as("%s in %s", list, page).isTrue();
            found.forEach(items::add);
            next = nextPage(page, items.size());
        } while (!next.isEmpty());
        return items;
    }

    /** How the next page is asked for: by cursor or by offset, whichever the list has; empty if there is none. */
    private static String nextPage(JsonNode page, int seen) {
        JsonNode pagination = page.path("pagination");
        JsonNode from = pagination.isObject() ? pagination : page;
        if (!from.path("has_more").asBoolean()) {
            return "";
        }
        if (from.has("offset")) {
            return "&offset=" + seen;
        }
        String cursor = from.path(from == page ? "cursor" : "next_cursor").asString("");
        assertThat(cursor).as("the cursor of a page that has more").isNotEmpty();
        return "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }

    List<String> ids(String list) {
        return all(list).stream().map(item -> item.get("id").asString()).toList();
    }

    int total(String list) {
        return get("/v1/" + list + (list.contains("?") ? "&" : "?") + "limit=1")
                .path("pagination")
                .get("total")
                .asInt();
    }

    /**
     * Waits until no processor is behind the log. One processor's work can make work for the next, so it takes several
     * looks in a row without any lag.
     */
    void awaitCaughtUp() {
        AtomicInteger quiet = new AtomicInteger();
        await("every processor to have caught up")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> quiet.updateAndGet(looks -> lag() == 0 ? looks + 1 : 0) >= 4);
    }

    /**
     * How many domain events all processors together still have to handle, also while some of them do not run. Without
     * end while a log does not answer in time: then nobody knows.
     */
    long lag() {
        List<JsonNode> processors = new ArrayList<>();
        for (String program : watched) {
            JsonNode health =
                    new Api(program, null).send("GET", "/v1/health", null).json();
            if (!health.path("components").path("event_store").asString("").equals("up")) {
                return Long.MAX_VALUE;
            }
            health.path("processors").forEach(processors::add);
        }
        assertThat(processors).as("processors in health").isNotEmpty();
        return processors.stream()
                .mapToLong(processor -> processor.get("lag").asLong())
                .sum();
    }
}
