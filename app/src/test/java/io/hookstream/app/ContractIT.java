package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.app.Contract.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The documentation's endpoints: each is described in full, and its example answered with the example's fields. Those
 * that are still to come are in {@code contract/missing.txt}, by name; whoever adds one takes it off.
 */
class ContractIT {

    /** Of a line that is about the example of an endpoint that is there. */
    private static final String EXAMPLE = "example of ";

    /** Of a line about one whose body has not all the documented fields. */
    private static final String FIELDS = "fields of ";

    private static final JsonNode DOCUMENTED = Contract.documented();
    private static final Set<String> MISSING = Contract.missing();

    private static Started program;
    private static Calls calls;
    private static Calls session;
    private static Inhabited organization;
    private static JsonNode document;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        program = Started.on(data);
        calls = new Calls(program.client());
        session = Browser.signedUp(program, "ada@example.com").calls();
        organization = Inhabited.by(calls);
        organization.put(program.bootstrap().path("api_key_id").asText());
        document = calls.get("/v3/api-docs").body();
    }

    @AfterAll
    static void stop() {
        organization.close();
        program.close();
    }

    private static Stream<Endpoint> served() {
        return Contract.endpoints().stream()
                .filter(endpoint -> !endpoint.pathIn(document).isEmpty())
                .filter(endpoint -> endpoint.methods().stream()
                        .allMatch(method -> operation(endpoint, method).isObject()));
    }

    private static JsonNode operation(Endpoint endpoint, String method) {
        return document.path("paths").path(endpoint.pathIn(document)).path(method);
    }

    @Test
    void whatIsNotServedIsListedAsMissing() {
        Set<String> served = served().map(Endpoint::name).collect(Collectors.toSet());
        Set<String> missing = Contract.endpoints().stream()
                .map(Endpoint::name)
                .filter(name -> !served.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(MISSING.stream().filter(line -> !line.startsWith(EXAMPLE) && !line.startsWith(FIELDS)))
                .as("contract/missing.txt")
                .containsExactlyInAnyOrderElementsOf(missing);
    }

    @TestFactory
    Stream<DynamicTest> anEndpointIsDescribedInFull() {
        return served().flatMap(endpoint -> endpoint.methods().stream()
                .map(method -> dynamicTest(method + " " + endpoint.path(), () -> isDescribed(endpoint, method))));
    }

    private static void isDescribed(Endpoint endpoint, String method) {
        JsonNode operation = operation(endpoint, method);
        JsonNode example = DOCUMENTED.path(endpoint.name());
        JsonNode responses = operation.path("responses");
        boolean open = endpoint.auth().equals("none");
        Set<String> expected = new TreeSet<>(Set.of("400", "429", "503"));
        if (!open) {
            expected.addAll(Set.of("401", "403"));
        }
        if (endpoint.path().contains(":")) {
            expected.add("404");
        }
        assertThat(responses.fieldNames()).toIterable().containsAll(expected).doesNotContain("default", "500");
        responses.properties().stream()
                .filter(response -> !response.getKey().equals("304"))
                .forEach(response -> {
                    JsonNode media = Contract.resolved(response.getValue(), document)
                            .path("content")
                            .path("application/json");
                    assertThat(Contract.resolved(media.path("schema"), document))
                            .as(response.getKey())
                            .isNotEmpty();
                    assertThat(media.has("example"))
                            .as("an example of " + response.getKey())
                            .isTrue();
                });
        assertThat(operation.path("security").isEmpty()).as("open").isEqualTo(open);
        assertThat(example.path("query"))
                .allSatisfy(name -> assertThat(operation.path("parameters").findValuesAsText("name"))
                        .contains(name.asText()));
        if (example.has("response") && !MISSING.contains(EXAMPLE + endpoint.name())) {
            JsonNode success = responses.properties().stream()
                    .filter(response -> response.getKey().startsWith("2"))
                    .max(java.util.Map.Entry.comparingByKey())
                    .orElseThrow()
                    .getValue()
                    .path("content")
                    .path("application/json");
            assertThat(success.path("example")).isEqualTo(example.path("response"));
            assertThat(Contract.undescribed(example.path("response"), success.path("schema"), document))
                    .isEmpty();
        }
        if (example.has("request") && Set.of("post", "put", "patch").contains(method)) {
            JsonNode body = operation.path("requestBody").path("content").path("application/json");
            assertThat(body.path("example")).isEqualTo(example.path("request"));
            List<String> undescribed = Contract.undescribed(example.path("request"), body.path("schema"), document);
            Set<String> documented = new TreeSet<>();
            example.path("fields").fieldNames().forEachRemaining(documented::add);
            documented.removeAll(fields(body.path("schema")));
            assertThat(undescribed.isEmpty() && documented.isEmpty())
                    .as("%s and %s; whether missing.txt says so", undescribed, documented)
                    .isNotEqualTo(MISSING.contains(FIELDS + endpoint.name()));
        }
    }

    private static List<String> fields(JsonNode schema) {
        return StreamSupport.stream(
                        ((Iterable<String>) () -> Contract.resolved(schema, document)
                                        .path("properties")
                                        .fieldNames())
                                .spliterator(),
                        false)
                .toList();
    }

    /** In this order: what is made, what is read, what is changed, what is deleted. */
    @TestFactory
    Stream<DynamicTest> anExampleIsAnsweredAsDocumented() {
        Comparator<Endpoint> order = Comparator.comparing(endpoint ->
                List.of("POST", "ANY", "GET", "PUT", "PATCH", "DELETE").indexOf(endpoint.method()));
        return served().filter(endpoint -> DOCUMENTED.path(endpoint.name()).has("response"))
                .sorted(order)
                .map(endpoint -> dynamicTest(endpoint.name(), () -> {
                    String problem = problem(endpoint);
                    if (MISSING.contains(EXAMPLE + endpoint.name())) {
                        assertThat(problem).as("is in missing.txt").isNotEmpty();
                    } else {
                        assertThat(problem).isEmpty();
                    }
                }));
    }

    private static String problem(Endpoint endpoint) {
        JsonNode example = DOCUMENTED.path(endpoint.name());
        JsonNode body = example.has("request") ? organization.own(example.path("request")) : null;
        String method = endpoint.method().equals("ANY") ? "POST" : endpoint.method();
        Calls caller = endpoint.auth().equals("session") ? session : calls;
        Calls.Answer answer = caller.send(method, organization.path(endpoint.path()), body);
        if (answer.status() / 100 != 2) {
            return answer.toString();
        }
        String made = answer.body().path("id").asText();
        if (method.equals("POST") && Inhabited.prefixesIn(endpoint.path()).isEmpty() && !made.isEmpty()) {
            toBeDeleted(made);
        }
        List<String> differences = Contract.differences(example.path("response"), answer.body());
        return differences.isEmpty() ? "" : differences + " in " + answer.body();
    }

    /** What the examples make has nothing yet, and is what they change and delete; what they read has something. */
    private static void toBeDeleted(String id) {
        if (id.startsWith("ak_")) {
            organization.put(id);
        }
    }
}
