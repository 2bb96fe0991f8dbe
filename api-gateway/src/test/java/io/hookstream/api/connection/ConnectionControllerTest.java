package io.hookstream.api.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Revision;
import io.hookstream.messages.connection.ConnectionCommand.CreateConnection;
import io.hookstream.messages.connection.ConnectionCommand.UpdateConnection;
import io.hookstream.messages.connection.ConnectionQuery.CheckExpression;
import io.hookstream.messages.connection.ConnectionQuery.Connections;
import io.hookstream.messages.connection.ConnectionQuery.ExpressionCheck;
import io.hookstream.messages.connection.ConnectionQuery.FindConnection;
import io.hookstream.messages.connection.ConnectionQuery.ListConnections;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.ConnectionView;
import io.hookstream.messages.connection.FilterRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;

class ConnectionControllerTest {

    private static final String TIME = "2026-01-02T03:04:05Z";
    private static final String JSON = """
        {"id": "conn_1", "name": "Paid", "source_id": "src_1", "destination_id": "dst_1",
         "filter_rules": [{"field": "payload.type", "op": "eq", "value": "paid"}],
         "transform_expression": "{\\"id\\": data.id}", "transform_enabled": true, "enabled": true,
         "source_name": "Stripe", "destination_name": null,
         "created_at": "2026-01-02T03:04:05Z", "updated_at": "2026-01-02T03:04:05Z"}""";

    private final Gateway gateway = Gateway.fresh();

    private static ConnectionView connection() {
        ConnectionSettings settings = new ConnectionSettings(
                "Paid",
                "src_1",
                "dst_1",
                List.of(FilterRule.compare("payload.type", "eq", "paid")),
                "{\"id\": data.id}",
                true,
                true);
        return new ConnectionView(
                "conn_1", Gateway.TENANT, settings, new Revision(1, false, TIME, TIME), "Stripe", null);
    }

    private void expressionsAre(String problem) {
        gateway.bus.query(CheckExpression.class, ExpressionCheck.class, query -> new ExpressionCheck(problem));
        gateway.bus.command(CreateConnection.class, command -> 1L);
        gateway.bus.command(UpdateConnection.class, command -> 1L);
        gateway.bus.query(FindConnection.class, ConnectionView.class, query -> connection());
    }

    private WebTestClient.ResponseSpec create(String body) {
        return gateway.client().post().uri("/v1/connections").bodyValue(body).exchange();
    }

    private WebTestClient.ResponseSpec patch(String body) {
        return gateway.client()
                .patch()
                .uri("/v1/connections/conn_1")
                .bodyValue(body)
                .exchange();
    }

    @Test
    void aConnectionIsCreatedOnceItsExpressionIsFoundGood() {
        expressionsAre(null);

        create("""
            {"source_id": "src_1", "destination_id": "dst_1", "transform_expression": "data"}""").expectStatus().isCreated().expectBody().json(JSON, JsonCompareMode.STRICT);
        assertThat(gateway.bus.only(CheckExpression.class).expression()).isEqualTo("data");
        assertThat(gateway.bus.only(CreateConnection.class).settings())
                .isEqualTo(new ConnectionSettings(null, "src_1", "dst_1", null, "data", null, null));
    }

    @Test
    void anExpressionThatCannotWorkIsRefusedAndNothingIsStored() {
        expressionsAre("it ends too early");

        create("""
            {"source_id": "src_1", "destination_id": "dst_1", "transform_expression": "{"}""")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("transform_expression: it ends too early");
        patch("{\"transform_expression\": \"{\"}").expectStatus().isBadRequest();
        assertThat(gateway.bus.received(CreateConnection.class)).isEmpty();
        assertThat(gateway.bus.received(UpdateConnection.class)).isEmpty();
    }

    @Test
    void aChangeWithoutAnExpressionNeedsNoCheck() {
        expressionsAre("it ends too early");

        patch("{\"filter_rules\": [], \"transform_expression\": null}")
                .expectStatus()
                .isOk();

        assertThat(gateway.bus.received(CheckExpression.class)).isEmpty();
        Map<String, Object> patch = gateway.bus.only(UpdateConnection.class).patch();
        assertThat(patch)
                .containsOnlyKeys("filter_rules", "transform_expression")
                .containsEntry("filter_rules", List.of())
                .containsEntry("transform_expression", null);
    }

    @Test
    void nobodyToCheckTheExpressionIsUnavailable() {
        create("""
            {"source_id": "src_1", "destination_id": "dst_1", "transform_expression": "data"}""").expectStatus().isEqualTo(503);
    }

    @Test
    void aListCanBeRestricted() {
        gateway.bus.query(
                ListConnections.class, Connections.class, query -> new Connections(List.of(connection()), null));

        gateway.client()
                .get()
                .uri("/v1/connections?source_id=src_1&destination_id=dst_1&limit=3")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json(
                        "{\"connections\": [" + JSON + "], \"cursor\": null, \"has_more\": false}",
                        JsonCompareMode.STRICT);
        assertThat(gateway.bus.only(ListConnections.class))
                .isEqualTo(new ListConnections(Gateway.TENANT, "src_1", "dst_1", new PageRequest(null, 3)));
    }
}
