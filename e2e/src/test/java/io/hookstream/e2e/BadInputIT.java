package io.hookstream.e2e;

import static io.hookstream.e2e.Refusal.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a management call must not contain is refused with a message that helps, and changes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ShowsProgramsOnFailure.class)
class BadInputIT {
    private static final String UNKNOWN = "0192f0a1b2c37d4e8f90a1b2c3d4e5f6";

    private final Sink sink = Sink.start();
    private Program program;
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) {
        program = Program.start(folder.resolve("data"));
        api = program.api();
    }

    @AfterAll
    void stop() {
        program.close();
        sink.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":",
                "{\"name\":\"a\",}",
                "{name:\"a\"}",
                "{\"name\":\"a\"} and more",
                "",
                "\u0000",
                "{\"a\":\"\\x\"}"
            })
    void malformedJsonIsNamed(String body) {
        isRefused(api.send("POST", "/v1/sources", body.getBytes(StandardCharsets.UTF_8)), 400, "json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "42", "\"text\"", "[{\"name\":\"a\",\"slug\":\"b\"}]"})
    void aBodyThatIsNoObjectIsRefused(String body) {
        isRefused(api.send("POST", "/v1/sources", body.getBytes(StandardCharsets.UTF_8)), 400);
    }

    @Test
    void aBodyNestedTooDeepIsRefused() {
        String body = "{\"name\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
        isRefused(api.send("POST", "/v1/sources", body.getBytes(StandardCharsets.UTF_8)), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
    void anotherContentTypeThanJsonIsRefused(String type) {
        byte[] body = Json.bytes(Api.named("A"));
        Api.Reply reply = api.send("POST", "/v1/sources", body, "Content-Type", type);
        isRefused(reply, reply.status() == 400 ? 400 : 415);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sources      | name                    | null
            sources      | name                    | ``
            sources      | name                    | 5
            sources      | name                    | {"a":1}
            sources      | slug                    | "Not A Slug!"
            sources      | colour                  | "red"
            sources      | verification_type       | "handwriting"
            sources      | dedup_strategy          | "sometimes"
            sources      | ip_allowlist            | ["300.1.2.3"]
            sources      | ip_denylist             | ["10.0.0.0/99"]
            destinations | name                    | null
            destinations | url                     | null
            destinations | colour                  | "red"
            destinations | type                    | "pigeon"
            destinations | method                  | "PO ST"
            destinations | headers                 | "X-A: b"
            destinations | headers                 | {"X-A":"a\\r\\nHost: b"}
            destinations | headers                 | {"X A":"b"}
            destinations | headers                 | {"Host":"b"}
            destinations | headers                 | {"Content-Length":"1"}
            destinations | headers                 | {"Transfer-Encoding":"chunked"}
            destinations | retry_max_attempts      | 11
            destinations | retry_max_attempts      | -1
            destinations | retry_max_attempts      | "five"
            destinations | retry_max_attempts      | 1.5
            destinations | retry_backoff_type      | "sometimes"
            destinations | retry_intervals         | "30"
            destinations | retry_intervals         | [-1]
            destinations | url                     | 5
            destinations | url                     | "not an address"
            destinations | url                     | "/relative"
            destinations | url                     | "http://"
            destinations | url                     | "file:///etc/passwd"
            destinations | url                     | "ftp://127.0.0.1/"
            destinations | url                     | "http://user:word@127.0.0.1/"
            destinations | url                     | "http://127.1/"
            destinations | url                     | "http://2130706433/"
            destinations | url                     | "http://0177.0.0.1/"
            destinations | url                     | "http://0x7f000001/"
            destinations | url                     | "http://evil.example\\\\@127.0.0.1/"
            destinations | url                     | "http://127.0.0.1:99999/"
            destinations | url                     | "http://127.0.0.1/\\r\\nX: y"
            connections  | source_id               | null
            connections  | destination_id          | null
            connections  | colour                  | "red"
            connections  | filter_rules            | {"field":"method"}
            connections  | filter_rules            | [{"field":"payload.a","op":"resembles","value":1}]
            connections  | filter_rules            | [{"op":"eq","value":1}]
            connections  | filter_rules            | [{"field":"payload.a","value":1}]
            connections  | filter_rules            | [{"field":"weather","op":"eq","value":1}]
            connections  | filter_rules            | [{"field":"payload.a","op":"in","value":1}]
            connections  | transform_expression    | "{ \\"a\\": "
            connections  | transform_expression    | 5
            connections  | transform_enabled       | "perhaps"
            """)
    void aFieldThatCannotBeIsNamed(String resource, String field, String value) {
        Map<String, Object> body = valid(resource);
        // A null in the table leaves the field out, an empty one sends an empty text.
        if ("null".equals(value)) {
            body.remove(field);
        } else {
            body.put(field, value.isEmpty() ? "" : Json.read(value));
        }
        int before = api.all(resource).size();
        isRefused(api.send("POST", "/v1/" + resource, body), 400, field);
        assertThat(api.all(resource)).hasSize(before);
    }

    private Map<String, Object> valid(String resource) {
        Map<String, Object> body = new HashMap<>();
        if (resource.equals("connections")) {
            body.put("source_id", api.source());
            body.put("destination_id", api.destination(sink.url("/valid")));
        } else {
            body.putAll(Api.named("Valid"));
        }
        if (resource.equals("destinations")) {
            body.put("url", sink.url("/valid"));
        }
        return body;
    }

    @Test
    void aChangeIsCheckedLikeACreation() {
        String destination = api.destination(sink.url("/checked"));
        String path = "/v1/destinations/" + destination;
        String before = Json.canonical(api.get(path));
        isRefused(api.send("PATCH", path, Map.of("url", "file:///etc/passwd")), 400, "url");
        isRefused(api.send("PATCH", path, Map.of("colour", "red")), 400, "colour");
        isRefused(api.send("PATCH", path, Map.of("retry_max_attempts", "five")), 400, "retry_max_attempts");
        assertThat(Json.canonical(api.get(path))).isEqualTo(before);
    }

    @Test
    void aSlugIsTakenOnce() {
        Map<String, Object> source = Api.named("First");
        api.call("POST", "/v1/sources", source);
        isRefused(api.send("POST", "/v1/sources", source), 409, "slug");
        Map<String, Object> destination = new HashMap<>(Api.named("First"));
        destination.put("url", sink.url("/slug"));
        api.call("POST", "/v1/destinations", destination);
        isRefused(api.send("POST", "/v1/destinations", destination), 409, "slug");
    }

    @Test
    void aConnectionNeedsASourceAndADestinationThatExist() {
        Map<String, Object> body = valid("connections");
        body.put("source_id", "src_" + UNKNOWN);
        Api.Reply reply = api.send("POST", "/v1/connections", body);
        isRefused(reply, reply.status() == 400 ? 400 : 404, "source");
    }

    @ParameterizedTest
    @CsvSource({"sources, src_", "destinations, dst_", "connections, conn_", "events, evt_", "delivery-attempts, da_"})
    void anIdThatIsNotThereIsNotFound(String list, String prefix) {
        List<String> ids = List.of(
                prefix + UNKNOWN,
                "nonsense",
                prefix,
                "key_" + UNKNOWN,
                prefix + "1",
                prefix + "f".repeat(300),
                prefix + UNKNOWN.toUpperCase(java.util.Locale.ROOT),
                "%F0%9F%98%80");
        for (String id : ids) {
            isRefused(api.send("GET", "/v1/" + list + "/" + id, null), 404);
            if (!list.startsWith("e") && !list.startsWith("delivery")) {
                isRefused(api.send("DELETE", "/v1/" + list + "/" + id, null), 404);
                isRefused(api.send("PATCH", "/v1/" + list + "/" + id, Map.of("name", "A")), 404);
            }
        }
        for (String misleading : List.of("..%2f..", "%00")) {
            isRefused(api.send("GET", "/v1/" + list + "/" + prefix + misleading, null), 400);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sources?limit=0, limit",
        "sources?limit=101, limit",
        "sources?limit=abc, limit",
        "sources?limit=-1, limit",
        "sources?limit=99999999999, limit",
        "events?limit=0, limit",
        "events?limit=101, limit",
        "delivery-attempts?limit=101, limit",
        "delivery-attempts?offset=-1, offset",
        "delivery-attempts?offset=abc, offset",
        "sources?cursor=nonsense, cursor",
        "events?cursor=nonsense, cursor",
        "events?cursor=%00, cursor",
        "events?cursor=eyJpZCI6IjEifQ, cursor",
        "connections?cursor=%F0%9F%98%80, cursor",
        "events?after=yesterday, after",
        "events?before=32-13-2026, before"
    })
    void aQueryParameterThatCannotBeIsNamed(String list, String parameter) {
        isRefused(api.send("GET", "/v1/" + list, null), 400, parameter);
    }

    @Test
    void whatIsNotThereIsRefusedInTheSameShape() {
        isRefused(api.send("GET", "/v1/nonsense", null), 404);
        isRefused(api.send("GET", "/nonsense", null), 404);
        Api.Reply reply = api.send("PUT", "/v1/sources", Map.of());
        isRefused(reply, reply.status() == 404 ? 404 : 405);
    }

    @Test
    void everyAnswerHasARequestIdOfItsOwn() {
        Api.Reply first = api.send("GET", "/v1/sources", null);
        Api.Reply second = api.send("GET", "/v1/health", null);
        assertThat(first.header("X-Request-Id")).isPresent().isNotEqualTo(second.header("X-Request-Id"));
        assertThat(second.header("X-Request-Id")).isPresent();
    }
}
