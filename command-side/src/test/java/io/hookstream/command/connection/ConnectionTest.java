package io.hookstream.command.connection;

import static io.hookstream.command.Samples.OTHER_TENANT;
import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.Samples.createDestination;
import static io.hookstream.command.Samples.createSource;
import static io.hookstream.command.Samples.expectRefused;
import static io.hookstream.command.Samples.fixture;

import io.hookstream.command.CommandSide;
import io.hookstream.command.destination.Destination;
import io.hookstream.command.source.Source;
import io.hookstream.messages.Refused.Code;
import io.hookstream.messages.connection.ConnectionCommand.CreateConnection;
import io.hookstream.messages.connection.ConnectionCommand.DeleteConnection;
import io.hookstream.messages.connection.ConnectionCommand.UpdateConnection;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionDeleted;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionUpdated;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.FilterRule;
import io.hookstream.messages.destination.DestinationCommand.DeleteDestination;
import io.hookstream.messages.source.SourceCommand.DeleteSource;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fixture for the connection, and the real repositories of the source and the destination that it joins. */
class ConnectionTest {

    private static final String ID = "conn_1";
    private static final List<FilterRule> RULES =
            List.of(FilterRule.compare("payload.amount", "gt", new BigDecimal("1.50")));
    private static final ConnectionCreated CREATED =
            new ConnectionCreated(ID, TENANT, "src_1", "dst_1", settings("src_1", "dst_1", RULES));
    private static final ConnectionDeleted DELETED = new ConnectionDeleted(ID, TENANT, "src_1", "dst_1");

    private final CommandSide commandSide = CommandSide.start();
    private final AggregateTestFixture<Connection> fixture = fixture(Connection.class);

    @BeforeEach
    void createBothEnds() {
        commandSide.send(createSource("src_1", TENANT, "stripe"));
        commandSide.send(createDestination("dst_1", TENANT, "billing"));
        fixture.registerInjectableResource(
                new Ends(commandSide.repository(Source.class), commandSide.repository(Destination.class)));
    }

    @AfterEach
    void stop() {
        commandSide.close();
    }

    @Test
    void isCreatedWithItsDefaults() {
        fixture.givenNoPriorActivity()
                .when(create("src_1", "dst_1"))
                .expectEvents(
                        new ConnectionCreated(ID, TENANT, "src_1", "dst_1", settings("src_1", "dst_1", List.of())))
                .expectResultMessagePayload(0L);
    }

    @Test
    void isNotCreatedWithWrongSettings() {
        FilterRule rule = FilterRule.compare("payload.amount", "gt", "much");

        expectRefused(
                fixture.givenNoPriorActivity()
                        .when(new CreateConnection(ID, TENANT, settings("src_1", "dst_1", List.of(rule)))),
                Code.INVALID,
                "filter_rules[0].value: must be a number for the operator gt");
        expectRefused(
                fixture.givenNoPriorActivity().when(create("src_1", null)),
                Code.INVALID,
                "destination_id: is required");
    }

    @Test
    void isNotCreatedWithAnEndThatNeverWas() {
        expectNoSource("src_2", create("src_2", "dst_1"));
        expectNoDestination("dst_2", create("src_1", "dst_2"));
    }

    @Test
    void isNotCreatedWithAnEndOfAnotherTenant() {
        commandSide.send(createSource("src_2", OTHER_TENANT, "stripe"));
        commandSide.send(createDestination("dst_2", OTHER_TENANT, "billing"));

        expectNoSource("src_2", create("src_2", "dst_1"));
        expectNoDestination("dst_2", create("src_1", "dst_2"));
    }

    @Test
    void isNotCreatedWithADeletedSource() {
        commandSide.send(new DeleteSource("src_1", TENANT));

        expectNoSource("src_1", create("src_1", "dst_1"));
    }

    @Test
    void isNotCreatedWithADeletedDestination() {
        commandSide.send(new DeleteDestination("dst_1", TENANT));

        expectNoDestination("dst_1", create("src_1", "dst_1"));
    }

    @Test
    void isNotCreatedWithItsEndsMixedUp() {
        expectNoSource("dst_1", create("dst_1", "src_1"));
        expectNoDestination("src_1", create("src_1", "src_1"));
    }

    @Test
    void isCreatedOnce() {
        fixture.given(CREATED).when(create("src_1", "dst_1")).expectNoEvents().expectResultMessagePayload(0L);
    }

    @Test
    void isNotCreatedAgainOnceItIsDeleted() {
        fixture.given(CREATED, DELETED)
                .when(create("src_1", "dst_1"))
                .expectNoEvents()
                .expectResultMessagePayload(1L);
    }

    @Test
    void isUpdatedWhereThePatchSays() {
        Map<String, Object> patch = Map.of("name", "Paid", "transform_expression", "$", "transform_enabled", true);

        fixture.given(CREATED)
                .when(new UpdateConnection(ID, TENANT, patch))
                .expectEvents(new ConnectionUpdated(
                        ID,
                        TENANT,
                        "src_1",
                        "dst_1",
                        new ConnectionSettings("Paid", "src_1", "dst_1", RULES, "$", true, true)))
                .expectResultMessagePayload(1L);
    }

    @Test
    void isUpdatedThoughItsEndsAreGone() {
        commandSide.send(new DeleteSource("src_1", TENANT));
        commandSide.send(new DeleteDestination("dst_1", TENANT));

        fixture.given(CREATED)
                .when(new UpdateConnection(ID, TENANT, Map.of("filter_rules", List.of())))
                .expectEvents(
                        new ConnectionUpdated(ID, TENANT, "src_1", "dst_1", settings("src_1", "dst_1", List.of())));
    }

    @Test
    void isNotUpdatedByWhatItIsAlready() {
        Map<String, Object> patch = Map.of("source_id", "src_1", "destination_id", "dst_1", "filter_rules", RULES);

        fixture.given(CREATED)
                .when(new UpdateConnection(ID, TENANT, patch))
                .expectNoEvents()
                .expectResultMessagePayload(0L);
    }

    @Test
    void itsEndsCannotBeChanged() {
        commandSide.send(createSource("src_2", TENANT, "another"));
        commandSide.send(createDestination("dst_2", TENANT, "another"));

        expectRefused(
                fixture.given(CREATED).when(new UpdateConnection(ID, TENANT, Map.of("source_id", "src_2"))),
                Code.INVALID,
                "source_id: cannot be changed; create another connection instead");
        expectRefused(
                fixture.given(CREATED).when(new UpdateConnection(ID, TENANT, Map.of("destination_id", "dst_2"))),
                Code.INVALID,
                "destination_id: cannot be changed; create another connection instead");
        expectRefused(
                fixture.given(CREATED)
                        .when(new UpdateConnection(ID, TENANT, Collections.singletonMap("source_id", null))),
                Code.INVALID,
                "source_id: is required");
    }

    @Test
    void isNotUpdatedToWrongSettings() {
        expectRefused(
                fixture.given(CREATED)
                        .when(new UpdateConnection(ID, TENANT, Map.of("filter_rules", List.of(Map.of("op", "eq"))))),
                Code.INVALID,
                "filter_rules[0].field: must be payload, payload.<path>, body.<path>, headers.<name>,"
                        + " query.<name>, method, content_type or source_ip");
    }

    @Test
    void anothersIsNotFound() {
        expectNotFound(new UpdateConnection(ID, OTHER_TENANT, Map.of("name", "Mine")), CREATED);
        expectNotFound(new DeleteConnection(ID, OTHER_TENANT), CREATED);
    }

    @Test
    void aDeletedOneIsNotFound() {
        expectNotFound(new UpdateConnection(ID, TENANT, Map.of("name", "Again")), CREATED, DELETED);
    }

    @Test
    void oneThatNeverWasIsNotFound() {
        fixture.givenNoPriorActivity()
                .when(new UpdateConnection(ID, TENANT, Map.of("name", "New")))
                .expectNoEvents()
                .expectException(AggregateNotFoundException.class);
    }

    @Test
    void isDeleted() {
        fixture.given(CREATED)
                .when(new DeleteConnection(ID, TENANT))
                .expectEvents(DELETED)
                .expectResultMessagePayload(1L);
    }

    @Test
    void isDeletedOnce() {
        expectNotFound(new DeleteConnection(ID, TENANT), CREATED, DELETED);
    }

    private void expectNoSource(String id, CreateConnection command) {
        expectRefused(
                fixture.givenNoPriorActivity().when(command), Code.INVALID, "source_id: there is no source " + id);
    }

    private void expectNoDestination(String id, CreateConnection command) {
        expectRefused(
                fixture.givenNoPriorActivity().when(command),
                Code.INVALID,
                "destination_id: there is no destination " + id);
    }

    private void expectNotFound(Object command, Object... given) {
        expectRefused(fixture.given(given).when(command), Code.NOT_FOUND, "Connection not found");
    }

    private static CreateConnection create(String sourceId, String destinationId) {
        return new CreateConnection(
                ID, TENANT, new ConnectionSettings(null, sourceId, destinationId, null, null, null, null));
    }

    private static ConnectionSettings settings(String sourceId, String destinationId, List<FilterRule> rules) {
        return new ConnectionSettings(null, sourceId, destinationId, rules, null, false, true);
    }

    @Test
    void isChangedOnlyInTheVersionThatTheChangeIsMeantFor() {
        UpdateConnection update = new UpdateConnection(ID, TENANT, Map.of("name", "Another"));
        DeleteConnection delete = new DeleteConnection(ID, TENANT);
        String stale = "Connection was changed since: read it again";

        fixture.given(CREATED).when(update.expecting(0)).expectResultMessagePayload(1L);
        fixture.given(CREATED).when(delete.expecting(0)).expectResultMessagePayload(1L);
        expectRefused(fixture.given(CREATED).when(update.expecting(1)), Code.STALE, stale);
        expectRefused(fixture.given(CREATED).when(delete.expecting(1)), Code.STALE, stale);
    }

    @Test
    void anotherTenantIsNotToldWhichVersionItHas() {
        UpdateConnection update = new UpdateConnection(ID, OTHER_TENANT, Map.of("name", "Another"));

        expectRefused(fixture.given(CREATED).when(update.expecting(1)), Code.NOT_FOUND, "Connection not found");
    }
}
