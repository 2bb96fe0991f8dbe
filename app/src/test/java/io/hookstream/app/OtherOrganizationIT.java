package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hookstream.app.Calls.Answer;
import io.hookstream.messages.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another organization's ids are answered like ids that nothing has, by every route that takes one. The routes are those
 * of the API's description: a new one is called too.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OtherOrganizationIT {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private static Started program;
    private static Calls mine;
    private static Calls they;
    private static Inhabited me;
    private static Inhabited other;
    private static JsonNode document;
    private static Map<String, JsonNode> before;

    /** @param path with parameters in braces */
    private record Route(String method, String path, JsonNode description) {
        String name() {
            return method.toUpperCase(Locale.ROOT) + " " + path;
        }

        JsonNode example() {
            return description
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("example");
        }

        boolean hasBody() {
            return description.has("requestBody");
        }
    }

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        program = Started.on(data);
        Browser them = Browser.signedUp(program, "grace@example.com");
        Browser us = Browser.signedUp(program, "ada@example.com");
        they = them.calls();
        mine = us.calls();
        other = Inhabited.by(them);
        me = Inhabited.by(us);
        document = mine.get("/v3/api-docs").body();
        before = seen();
    }

    @AfterAll
    static void stop() {
        other.close();
        me.close();
        program.close();
    }

    /** All that the other organization can read by an id. */
    private static Map<String, JsonNode> seen() {
        Map<String, JsonNode> seen = new TreeMap<>();
        routes().filter(route -> route.method().equals("get") && route.path().contains("{"))
                .filter(route -> !route.path().startsWith("/v1/replay/")) // goes on by itself
                .forEach(route -> seen.put(
                        route.path(), they.get(other.path(route.path())).said()));
        return seen;
    }

    /** Those that only who is known may call, and that are about what belongs to an organization. */
    private static Stream<Route> routes() {
        return document.path("paths").properties().stream()
                .filter(path -> !path.getKey().startsWith("/v1/admin/"))
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .map(operation -> new Route(operation.getKey(), path.getKey(), operation.getValue())))
                .filter(route -> !route.description().path("security").isEmpty());
    }

    private static Answer call(Route route, String uri, JsonNode body) {
        return mine.send(route.method(), uri, route.hasBody() ? body : null);
    }

    /** Two answers that differ in nothing but the ids that were sent. */
    private static void areAlike(Answer theirs, Answer unknown, String theirId, String unknownId) {
        assertThat(theirs.status()).isEqualTo(unknown.status());
        assertThat(theirs.said().toString().replace(theirId, "ID"))
                .isEqualTo(unknown.said().toString().replace(unknownId, "ID"));
    }

    @TestFactory
    Stream<DynamicTest> anIdInThePathIsNotFound() {
        return routes().filter(route -> route.path().contains("{"))
                .map(route -> dynamicTest(route.name(), () -> {
                    List<String> prefixes = Inhabited.prefixesIn(route.path());
                    Function<String, List<String>> first = id -> Stream.concat(
                                    Stream.of(id), prefixes.stream().skip(1).map(me::id))
                            .toList();
                    String unknownId = Inhabited.unknown(prefixes.getFirst());
                    String theirId = other.id(prefixes.getFirst());
                    JsonNode body = route.example().isObject()
                            ? me.own(route.example())
                            : Json.mapper().createObjectNode();

                    Answer unknown = call(route, Inhabited.path(route.path(), first.apply(unknownId)), body);
                    Answer theirs = call(route, Inhabited.path(route.path(), first.apply(theirId)), body);

                    assertThat(unknown.status()).as(unknown.toString()).isEqualTo(404);
                    areAlike(theirs, unknown, theirId, unknownId);
                }));
    }

    @TestFactory
    Stream<DynamicTest> anIdInTheQueryFindsNothing() {
        return routes().flatMap(route -> route.description().path("parameters").findParents("in").stream()
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> parameter.path("name").asText())
                .filter(name -> name.endsWith("_id"))
                .map(name -> dynamicTest(route.name() + "?" + name, () -> {
                    String prefix = Inhabited.prefixOf(name);
                    assertThat(prefix).as("what is " + name).isNotNull();
                    String unknownId = Inhabited.unknown(prefix);
                    String theirId = other.id(prefix);
                    String uri = me.path(route.path()) + "?" + name + "=";
                    areAlike(mine.get(uri + theirId), mine.get(uri + unknownId), theirId, unknownId);
                    assertThat(mine.get(uri + theirId).body().toString()).doesNotContain("Broken", "Shop");
                })));
    }

    @TestFactory
    Stream<DynamicTest> anIdInTheBodyIsRefused() {
        return routes().filter(route -> route.hasBody() && route.example().isObject())
                .flatMap(route -> route.example().properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(name -> Inhabited.prefixOf(name) != null)
                        .map(name -> dynamicTest(route.name() + " {" + name + "}", () -> {
                            String prefix = String.valueOf(Inhabited.prefixOf(name));
                            String unknownId = Inhabited.unknown(prefix);
                            String theirId = other.id(prefix);
                            String uri = me.path(route.path());
                            ObjectNode body = (ObjectNode) me.own(route.example());
                            Answer unknown = call(route, uri, body.deepCopy().put(name, unknownId));
                            Answer theirs = call(route, uri, body.deepCopy().put(name, theirId));
                            assertThat(unknown.status()).as(unknown.toString()).isBetween(400, 499);
                            areAlike(theirs, unknown, theirId, unknownId);
                        })));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void theOtherHasWhatItHad() {
        assertThat(before).isNotEmpty();
        assertThat(seen()).isEqualTo(before);
    }

    @Test
    void anIdOfAnotherKindIsNotFound() {
        String sourceId = me.id("src");
        String destinationId = me.id("dst");
        ObjectNode patch = Json.mapper().createObjectNode().put("name", "Other");
        for (String path : List.of("/v1/sources/" + destinationId, "/v1/destinations/" + sourceId)) {
            assertThat(mine.get(path).status()).isEqualTo(404);
            assertThat(mine.send("patch", path, patch).status()).isEqualTo(404);
            assertThat(mine.send("delete", path, null).status()).isEqualTo(404);
        }
        assertThat(mine.send(
                                "patch",
                                "/v1/issues/" + sourceId,
                                Json.mapper().createObjectNode().put("status", "resolved"))
                        .status())
                .isEqualTo(404);
        assertThat(mine.send("post", "/v1/events/" + me.id("iss") + "/retry", null)
                        .status())
                .isEqualTo(404);
    }
}
