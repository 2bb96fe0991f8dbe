package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.messages.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The description of the API that other programs are generated from. */
class OpenApiIT {

    private static Started program;
    private static JsonNode document;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        program = Started.on(data);
        document = Json.mapper()
                .readTree(program.client()
                        .get()
                        .uri("/v3/api-docs")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    @Test
    void everyAddressIsListed() {
        Set<String> listed = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> listed.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));

        assertThat(listed)
                .contains(
                        "GET /v1/sources",
                        "POST /v1/sources",
                        "GET /v1/sources/templates",
                        "GET /v1/sources/{id}",
                        "PATCH /v1/sources/{id}",
                        "DELETE /v1/sources/{id}",
                        "GET /v1/destinations",
                        "POST /v1/destinations",
                        "GET /v1/destinations/{id}",
                        "PATCH /v1/destinations/{id}",
                        "DELETE /v1/destinations/{id}",
                        "GET /v1/destinations/templates",
                        "GET /v1/destinations/{id}/circuit",
                        "POST /v1/destinations/{id}/circuit/reset",
                        "POST /v1/destinations/{id}/test",
                        "GET /v1/connections",
                        "POST /v1/connections",
                        "GET /v1/connections/{id}",
                        "PATCH /v1/connections/{id}",
                        "DELETE /v1/connections/{id}",
                        "GET /v1/events",
                        "GET /v1/events/{id}",
                        "GET /v1/events/{id}/trace",
                        "POST /v1/events/{id}/retry",
                        "GET /v1/delivery-attempts",
                        "GET /v1/replay",
                        "POST /v1/replay",
                        "GET /v1/replay/{id}",
                        "GET /v1/delivery-attempts/{id}",
                        "POST /v1/delivery-attempts/{id}/retry",
                        "GET /v1/issues",
                        "GET /v1/issues/summary",
                        "GET /v1/issues/{id}",
                        "PATCH /v1/issues/{id}",
                        "POST /v1/issues/{id}/retry",
                        "GET /v1/ingest/{sourceId}",
                        "POST /v1/ingest/{sourceId}",
                        "PUT /v1/ingest/{sourceId}",
                        "PATCH /v1/ingest/{sourceId}",
                        "DELETE /v1/ingest/{sourceId}",
                        "GET /v1/audit",
                        "GET /v1/health",
                        "GET /v1/ws",
                        "POST /v1/auth/sign-up",
                        "POST /v1/auth/login",
                        "POST /v1/auth/logout",
                        "GET /v1/auth/options",
                        "GET /v1/auth/session",
                        "POST /v1/auth/session/environment",
                        "POST /v1/auth/invitations/accept",
                        "GET /v1/auth/oauth/{provider}",
                        "GET /v1/auth/oauth/{provider}/callback",
                        "GET /v1/auth/api-keys",
                        "POST /v1/auth/api-keys",
                        "DELETE /v1/auth/api-keys/{id}",
                        "GET /v1/organization",
                        "PATCH /v1/organization",
                        "GET /v1/organization/environments",
                        "POST /v1/organization/environments",
                        "PATCH /v1/organization/environments/{id}",
                        "GET /v1/organization/members",
                        "PATCH /v1/organization/members/{id}",
                        "DELETE /v1/organization/members/{id}",
                        "GET /v1/organization/invitations",
                        "POST /v1/organization/invitations",
                        "DELETE /v1/organization/invitations/{id}",
                        "GET /v1/admin/projections",
                        "POST /v1/admin/projections/{name}/reset",
                        "POST /v1/admin/projections/{name}/retry-dead-letters")
                .allMatch(address -> address.contains(" /v1/"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/sources, post, Idempotency-Key, 409 422 429",
        "/v1/events/{id}/retry, post, Idempotency-Key, 409 422 429",
        "/v1/sources/{id}, get, If-None-Match, 304 429",
        "/v1/connections/{id}, patch, If-Match, 412 429",
        "/v1/destinations/{id}, delete, If-Match, 412 429"
    })
    void whatFiltersReadAndAnswerIsDescribed(String path, String method, String header, String statuses) {
        JsonNode operation = document.path("paths").path(path).path(method);

        assertThat(operation.path("parameters").findValuesAsText("name")).contains(header);
        assertThat(operation.path("responses").fieldNames()).toIterable().contains(statuses.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /v1/sources           | post  | name slug enabled verification_type verification_secret json_schema template
        /v1/sources/{id}      | patch | name slug enabled verification_type ip_allowlist response_headers
        /v1/destinations      | post  | name slug type config enabled retry_max_attempts retry_intervals max_concurrency
        /v1/destinations/{id} | patch | name slug type config enabled retry_max_attempts retry_intervals max_concurrency
        /v1/connections       | post  | name source_id destination_id filter_rules transform_expression enabled
        /v1/replay            | post  | destination_id source_id from to rate_limit max_events config dry_run
        /v1/connections/{id}  | patch | name source_id destination_id filter_rules transform_expression enabled
        /v1/issues/{id}       | patch | status snoozed_until
        /v1/auth/sign-up      | post  | email password name invitation
        /v1/auth/api-keys     | post  | name scopes
        /v1/organization/invitations | post | email role
        """)
    void aBodyIsDescribedByItsFields(String path, String method, String fields) {
        JsonNode schema = document.path("paths")
                .path(path)
                .path(method)
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");

        assertThat(resolved(schema).path("properties").fieldNames())
                .toIterable()
                .contains(fields.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /v1/sources/{id}           | id name slug enabled url event_count created_at updated_at
        /v1/sources/templates      | templates
        /v1/destinations/{id}      | id name type url headers config delivery_count created_at
        /v1/connections/{id}       | id source_id destination_id filter_rules source_name destination_name
        /v1/destinations/{id}/circuit | destination_id state failure_count opened_at next_probe_at history
        /v1/events                 | events pagination
        /v1/events/{id}/trace      | event_id status steps truncated
        /v1/auth/session           | user organization environment role organizations environments
        /v1/auth/api-keys          | api_keys cursor has_more
        /v1/replay                 | jobs cursor has_more
        /v1/replay/{id}            | job
        /v1/delivery-attempts/{id} | id event_id status is_dlq status_code next_retry_at attempted_at
        /v1/issues                 | issues pagination
        /v1/issues/summary         | open acknowledged resolved snoozed
        /v1/issues/{id}            | id destination_id error_type message status occurrence_count recent_attempt_ids
        """)
    void anAnswerIsDescribedByItsFields(String path, String fields) {
        JsonNode content = document.path("paths")
                .path(path)
                .path("get")
                .path("responses")
                .path("200")
                .path("content");
        assertThat(content).as(path).isNotEmpty();
        assertThat(resolved(content.iterator().next().path("schema"))
                        .path("properties")
                        .fieldNames())
                .toIterable()
                .contains(fields.split(" "));
    }

    @Test
    void headersAreDescribedAsTheyAreSent() {
        JsonNode config = document.path("components").path("schemas").path("HttpConfig");

        assertThat(config.findPath("headers")
                        .path("additionalProperties")
                        .path("type")
                        .asText())
                .isEqualTo("string");
    }

    @Test
    void aSigningConfigurationIsDescribedAsItIsSent() {
        JsonNode schemas = document.path("components").path("schemas");
        JsonNode signing =
                resolved(schemas.path("DestinationRequest").path("properties").path("signing_config"));

        assertThat(signing.path("properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "secret",
                        "algorithm",
                        "header",
                        "prefix",
                        "include_timestamp",
                        "timestamp_header",
                        "previous_secret",
                        "previous_secret_expires_at");
        assertThat(signing.at("/properties/secret/type").toString()).isEqualTo("[\"string\",\"null\"]");
        assertThat(signing.at("/properties/previous_secret_expires_at/format").asText())
                .isEqualTo("date-time");
        assertThat(schemas.path("DestinationResponse").path("properties").has("signing_config"))
                .isTrue();
        assertThat(schemas.has("SigningSecret")).isFalse();
    }

    @Test
    void whatProtectsASourceIsDescribedAsItIsSent() {
        JsonNode settings = document.path("components")
                .path("schemas")
                .path("SourceSettings")
                .path("properties");

        assertThat(settings.at("/verification_secret/type").toString()).isEqualTo("[\"string\",\"null\"]");
        assertThat(settings.at("/ip_allowlist/items/type").asText()).isEqualTo("string");
        assertThat(document.path("components").path("schemas").fieldNames())
                .toIterable()
                .doesNotContain("VerificationSecret", "JsonText")
                .contains("SourceTemplate", "ValidationError");
        assertThat(document.at("/paths/~1v1~1ingest~1{sourceId}/post/responses").fieldNames())
                .toIterable()
                .contains("200", "401", "403", "404", "413", "422");
    }

    @Test
    void aStepOfATraceIsDescribedByItsType() {
        JsonNode mapping = document.at("/components/schemas/TraceStep/discriminator/mapping");

        assertThat(mapping).hasSize(15);
        mapping.forEach(schema -> assertThat(document.at(schema.asText().substring(1)))
                .as(schema.asText())
                .isNotEmpty());
        assertThat(mapping.path("circuit_waited").asText()).isEqualTo("#/components/schemas/CircuitWaited");
    }

    @Test
    void whatMayBeNullIsSaidAndWhatIsAlwaysThereToo() {
        JsonNode source = document.at("/components/schemas/SourceResponse");

        assertThat(source.at("/properties/dedup_strategy/type").toString()).contains("null");
        assertThat(source.at("/properties/url/type").asText()).isEqualTo("string");
        assertThat(source.path("required").toString()).contains("\"url\"").doesNotContain("dedup_strategy");
    }

    @Test
    void whoCallsIsNoParameter() {
        assertThat(document.toString()).doesNotContain("organization_id").doesNotContain("\"tenant\"");
    }

    @Test
    void aKeyOrALoginIsNeededButForIngestAndHealth() {
        assertThat(document.path("components")
                        .path("securitySchemes")
                        .path("api_key")
                        .path("name")
                        .asText())
                .isEqualTo("X-API-Key");
        assertThat(document.path("security").toString()).isEqualTo("[{\"api_key\":[]},{\"session\":[]}]");
        JsonNode ingest = document.path("paths").path("/v1/ingest/{sourceId}").path("post");
        assertThat(ingest.path("security").isEmpty()).isTrue();
    }

    @Test
    void thereIsAPageToReadItOn() {
        WebTestClient anybody = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + program.port())
                .build();
        String location = anybody.get()
                .uri("/swagger-ui.html")
                .exchange()
                .expectStatus()
                .is3xxRedirection()
                .returnResult(Void.class)
                .getResponseHeaders()
                .getFirst("Location");
        anybody.get()
                .uri(location)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(page -> assertThat(page).contains("swagger-ui"));
    }

    private static JsonNode resolved(JsonNode schema) {
        return Contract.resolved(schema, document);
    }
}
