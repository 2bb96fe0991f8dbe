package io.hookstream.app;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpServer;
import io.hookstream.messages.Ids;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An organization that has one of everything with an id: a source, a destination that fails, a connection, an event, an
 * attempt that failed, the issue that came of it and a replay.
 */
final class Inhabited implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("([a-z]{1,8})_[0-9a-f]{16,32}");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The kinds of ids, by the folder or the field that they are in. */
    private static final Map<String, String> PREFIXES = Map.ofEntries(
            Map.entry("sources", "src"),
            Map.entry("destinations", "dst"),
            Map.entry("connections", "conn"),
            Map.entry("events", "evt"),
            Map.entry("delivery-attempts", "da"),
            Map.entry("issues", "iss"),
            Map.entry("replay", "rpl"),
            Map.entry("ingest", "src"),
            Map.entry("api-keys", "ak"),
            Map.entry("source_id", "src"),
            Map.entry("destination_id", "dst"),
            Map.entry("connection_id", "conn"),
            Map.entry("event_id", "evt"),
            Map.entry("resource_id", "src"),
            Map.entry("environments", "env"),
            Map.entry("environment_id", "env"),
            Map.entry("members", "usr"),
            Map.entry("invitations", "inv"));

    private final HttpServer receiver;
    private final Calls calls;
    private final Map<String, String> ids = new HashMap<>();

    private Inhabited(Calls calls, HttpServer receiver) {
        this.calls = calls;
        this.receiver = receiver;
    }

    static Inhabited by(Calls calls) throws IOException {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        receiver.start();
        Inhabited organization = new Inhabited(calls, receiver);
        organization.settle();
        return organization;
    }

    /** With what only people have: a member, an environment of its own, an invitation and an API key. */
    static Inhabited by(Browser owner) throws IOException {
        Inhabited organization = by(owner.calls());
        organization.make("ak", "/v1/auth/api-keys", "{\"name\": \"ci\"}");
        organization.make("env", "/v1/organization/environments", "{\"name\": \"Staging\"}");
        organization.make("inv", "/v1/organization/invitations", "{\"email\": \"guest@example.com\"}");
        organization.remember("usr", "/v1/organization/members", "/members/0/id");
        return organization;
    }

    private void settle() {
        make("src", "/v1/sources", "{\"name\": \"Shop\"}");
        make(
                "dst",
                "/v1/destinations",
                "{\"name\": \"Broken\", \"url\": \"http://127.0.0.1:"
                        + receiver.getAddress().getPort()
                        + "/\", \"retry_max_attempts\": 0, \"circuit_failure_threshold\": 1000,"
                        + " \"headers\": {\"Authorization\": \"Bearer abcdefgh1234\"}}");
        make(
                "conn",
                "/v1/connections",
                "{\"source_id\": \"%s\", \"destination_id\": \"%s\"}".formatted(id("src"), id("dst")));
        String event = calls.made("post", "/v1/ingest/" + id("src"), "{\"type\": \"order.created\"}")
                .path("event_id")
                .asText();
        ids.put("evt", event);
        remember("da", "/v1/delivery-attempts?is_dlq=1&event_id=" + event, "/delivery_attempts/0/id");
        remember("iss", "/v1/issues?status=all", "/issues/0/id");
        await().atMost(PATIENCE)
                .until(() -> calls.get("/v1/issues/" + id("iss"))
                                .body()
                                .path("dead_count")
                                .asInt()
                        == 1);
        JsonNode replay = calls.made(
                "post",
                "/v1/replay",
                "{\"destination_id\": \"" + id("dst") + "\", \"from\": \"2020-01-01T00:00:00Z\","
                        + " \"to\": \"2020-01-02T00:00:00Z\"}");
        ids.put("rpl", replay.path("job").path("id").asText());
    }

    private void make(String prefix, String path, String body) {
        ids.put(prefix, calls.made("post", path, body).path("id").asText());
    }

    private void remember(String prefix, String list, String pointer) {
        String found = await().atMost(PATIENCE)
                .until(() -> calls.get(list).body().at(pointer).asText(), id -> !id.isEmpty());
        ids.put(prefix, found);
    }

    String id(String prefix) {
        return Objects.requireNonNull(ids.get(prefix), () -> "There is no " + prefix + "_… here");
    }

    void put(String id) {
        ids.put(id.substring(0, id.indexOf('_')), id);
    }

    /** An id of the same kind that nothing has. */
    static String unknown(String prefix) {
        return Ids.create(prefix, 0);
    }

    /** The kind of id that a field or parameter of this name holds, or null. */
    static @Nullable String prefixOf(String field) {
        return PREFIXES.get(field);
    }

    /**
     * The prefixes of the ids in a path with parameters in braces or after colons, in their order.
     *
     * @throws AssertionError if it is not known what a parameter stands for: a new kind of thing belongs here
     */
    static List<String> prefixesIn(String path) {
        String[] steps = path.split("/");
        return java.util.stream.IntStream.range(1, steps.length)
                .filter(i -> isParameter(steps[i]))
                .mapToObj(i -> {
                    String prefix = PREFIXES.get(steps[i - 1]);
                    if (prefix == null) {
                        throw new AssertionError("What is " + steps[i] + " in " + path + "? Inhabited has none");
                    }
                    return prefix;
                })
                .toList();
    }

    /** The path with ids of this organization. */
    String path(String template) {
        return path(template, prefixesIn(template).stream().map(this::id).toList());
    }

    static String path(String template, List<String> ids) {
        StringBuilder path = new StringBuilder();
        int next = 0;
        for (String step : template.substring(1).split("/")) {
            path.append('/').append(isParameter(step) ? ids.get(next++) : step);
        }
        return path.toString();
    }

    /** The example with this organization's ids in place of its own. */
    JsonNode own(JsonNode example) {
        if (example instanceof ObjectNode object) {
            ObjectNode copy = object.deepCopy();
            copy.properties().forEach(field -> field.setValue(own(field.getValue())));
            return copy;
        }
        if (example instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(one -> copy.add(own(one)));
            return copy;
        }
        Matcher id = ID.matcher(example.asText());
        return example.isTextual() && id.matches() && ids.containsKey(id.group(1))
                ? TextNode.valueOf(id(id.group(1)))
                : example;
    }

    private static boolean isParameter(String step) {
        return step.startsWith("{") || step.startsWith(":");
    }

    @Override
    public void close() {
        receiver.stop(0);
    }
}
