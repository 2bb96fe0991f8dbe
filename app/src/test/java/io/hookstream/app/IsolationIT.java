package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.app.Browser.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpMethod;

/** What one environment has, neither another of the same organization nor another organization knows. */
class IsolationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Started program;

    /** By the path of their list, one id of each kind. */
    private static final Map<String, String> IDS = new LinkedHashMap<>();

    /** Who works in the same organization's other environment, and who in another organization. */
    private static List<Browser> others;

    @BeforeAll
    static void everyKindOfThingInOneEnvironment(@TempDir Path data) {
        program = Started.on(data);
        Browser owner = Browser.signedUp(program, "owner@example.com");
        Browser colleague = new Browser(program);
        colleague.logIn("owner@example.com", Browser.PASSWORD);
        String staging = id(colleague.post("/v1/organization/environments", "{\"name\": \"Staging\"}"));
        colleague.post("/v1/auth/session/environment", "{\"environment_id\": \"" + staging + "\"}");
        others = List.of(colleague, Browser.signedUp(program, "stranger@example.com"));

        String source = create(owner, "/v1/sources", "{\"name\": \"Shop\"}");
        String destination = create(owner, "/v1/destinations", """
                {"name": "Nobody", "type": "http", "config": {"url": "http://127.0.0.1:1/"}, "retry_max_attempts": 0}""");
        create(owner, "/v1/connections", """
                {"name": "All", "source_id": "%s", "destination_id": "%s"}""".formatted(source, destination));
        String event = owner.post("/v1/ingest/" + source, "{\"paid\": true}")
                .body()
                .path("event_id")
                .asText();
        IDS.put("/v1/events", event);
        IDS.put("/v1/delivery-attempts", awaitFirst(owner, "/v1/delivery-attempts"));
        IDS.put("/v1/issues", awaitFirst(owner, "/v1/issues"));
        Answer replay = owner.post("/v1/replay", """
                {"destination_id": "%s", "from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z"}""".formatted(destination));
        IDS.put("/v1/replay", replay.body().at("/job/id").asText());
        IDS.put("/v1/auth/api-keys", id(owner.post("/v1/auth/api-keys", "{\"name\": \"ci\"}")));
        assertThat(IDS).hasSize(8).doesNotContainValue("");
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    private static String create(Browser by, String path, String body) {
        String id = id(by.post(path, body));
        IDS.put(path, id);
        return id;
    }

    private static String id(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body().path("id").asText();
    }

    private static String awaitFirst(Browser by, String path) {
        return await().atMost(PATIENCE)
                .until(() -> elements(by.get(path)).findFirst(), first -> first.isPresent())
                .orElseThrow()
                .path("id")
                .asText();
    }

    /** Whatever the list is called. */
    private static Stream<JsonNode> elements(Answer list) {
        assertThat(list.status()).isEqualTo(200);
        return list.body().properties().stream()
                .map(Map.Entry::getValue)
                .filter(JsonNode::isArray)
                .flatMap(JsonNode::valueStream);
    }

    static Stream<String> lists() {
        return Stream.of(
                "/v1/sources",
                "/v1/destinations",
                "/v1/connections",
                "/v1/events",
                "/v1/delivery-attempts",
                "/v1/issues",
                "/v1/replay",
                "/v1/auth/api-keys");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void aListHoldsNothingOfOthers(String path) {
        for (Browser other : others) {
            assertThat(elements(other.get(path))).isEmpty();
        }
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of("/v1/sources", "GET PATCH DELETE", ""),
                Arguments.of("/v1/destinations", "GET PATCH DELETE", ""),
                Arguments.of("/v1/destinations", "GET", "/circuit"),
                Arguments.of("/v1/destinations", "POST", "/circuit/reset"),
                Arguments.of("/v1/connections", "GET PATCH DELETE", ""),
                Arguments.of("/v1/events", "GET", ""),
                Arguments.of("/v1/events", "GET", "/trace"),
                Arguments.of("/v1/events", "POST", "/retry"),
                Arguments.of("/v1/delivery-attempts", "GET", ""),
                Arguments.of("/v1/delivery-attempts", "POST", "/retry"),
                Arguments.of("/v1/issues", "GET", ""),
                Arguments.of("/v1/issues", "POST", "/retry"),
                Arguments.of("/v1/replay", "GET", ""),
                Arguments.of("/v1/auth/api-keys", "DELETE", ""));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void anIdOfOthersIsAnsweredLikeOneThatDoesNotExist(String list, String methods, String end) {
        String id = IDS.get(list);
        String unknown = id.substring(0, id.indexOf('_') + 1) + "0".repeat(32);
        for (Browser other : others) {
            for (String name : methods.split(" ")) {
                HttpMethod method = HttpMethod.valueOf(name);
                String body = name.equals("PATCH") ? "{\"name\": \"Mine\"}" : null;
                Answer theirs = other.send(method, list + "/" + id + end, body);
                Answer none = other.send(method, list + "/" + unknown + end, body);
                assertThat(theirs.status()).as(name + " " + list + end).isEqualTo(404);
                assertThat(theirs.error()).isEqualTo(none.error());
            }
        }
    }
}
