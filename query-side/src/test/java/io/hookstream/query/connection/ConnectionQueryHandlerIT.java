package io.hookstream.query.connection;

import static io.hookstream.query.Samples.ALL;
import static io.hookstream.query.Samples.CONNECTION;
import static io.hookstream.query.Samples.DESTINATION;
import static io.hookstream.query.Samples.SIBLING;
import static io.hookstream.query.Samples.SOURCE;
import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TENANT;
import static io.hookstream.query.Samples.connection;
import static io.hookstream.query.Samples.connectionCreated;
import static io.hookstream.query.Samples.destination;
import static io.hookstream.query.Samples.destinationCreated;
import static io.hookstream.query.Samples.sourceCreated;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionDeleted;
import io.hookstream.messages.connection.ConnectionQuery.Connections;
import io.hookstream.messages.connection.ConnectionQuery.FindConnection;
import io.hookstream.messages.connection.ConnectionQuery.ListConnections;
import io.hookstream.messages.connection.ConnectionView;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.DestinationEvent.DestinationUpdated;
import io.hookstream.messages.source.SourceEvent.SourceDeleted;
import io.hookstream.query.WithReadModels;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionQueryHandlerIT extends WithReadModels {

    private static final String AT = "2026-01-02T03:04:05Z";

    @BeforeEach
    void createEnds() {
        models.write(
                sourceCreated(SOURCE),
                sourceCreated("src_2"),
                destinationCreated(DESTINATION),
                destinationCreated("dst_2"));
    }

    private @Nullable ConnectionView find(Tenant tenant) {
        return models.ask(new FindConnection(CONNECTION, tenant), ConnectionView.class);
    }

    private List<String> ids(Tenant tenant, @Nullable String sourceId, @Nullable String destinationId) {
        Connections found = models.ask(new ListConnections(tenant, sourceId, destinationId, ALL), Connections.class);
        return found.connections().stream().map(ConnectionView::id).toList();
    }

    private Ids list(PageRequest page) {
        Connections found = models.ask(new ListConnections(TENANT, SOURCE, null, page), Connections.class);
        return new Ids(found.connections().stream().map(ConnectionView::id).toList(), found.next());
    }

    @Test
    void findsAConnectionWithTheNamesOfItsEnds() {
        models.write(connectionCreated(CONNECTION, SOURCE, DESTINATION));
        ConnectionView expected = new ConnectionView(
                CONNECTION,
                TENANT,
                connection(SOURCE, DESTINATION),
                new Revision(0, false, AT, AT),
                "Name of " + SOURCE,
                "Name of " + DESTINATION);
        assertThat(find(TENANT)).isEqualTo(expected);
        assertThat(models.ask(new ListConnections(TENANT, null, null, ALL), Connections.class))
                .isEqualTo(new Connections(List.of(expected), null));
    }

    @Test
    void namesFollowTheirOwnersAndAreNullOnceThoseAreDeleted() {
        models.write(connectionCreated(CONNECTION, SOURCE, DESTINATION));
        models.write(new SourceDeleted(SOURCE, TENANT));
        models.write(new DestinationUpdated(DESTINATION, TENANT, destination("Billing EU")));
        assertThat(find(TENANT)).isNotNull();
        assertThat(find(TENANT).sourceName()).isNull();
        assertThat(find(TENANT).destinationName()).isEqualTo("Billing EU");

        models.write(new DestinationDeleted(DESTINATION, TENANT));
        assertThat(find(TENANT).destinationName()).isNull();
    }

    @Test
    void selectsBySourceAndDestination() {
        models.write(
                connectionCreated("conn_1", SOURCE, DESTINATION),
                connectionCreated("conn_2", SOURCE, "dst_2"),
                connectionCreated("conn_3", "src_2", DESTINATION));
        assertThat(ids(TENANT, null, null)).containsExactly("conn_3", "conn_2", "conn_1");
        assertThat(ids(TENANT, SOURCE, null)).containsExactly("conn_2", "conn_1");
        assertThat(ids(TENANT, null, DESTINATION)).containsExactly("conn_3", "conn_1");
        assertThat(ids(TENANT, SOURCE, DESTINATION)).containsExactly("conn_1");
        assertThat(ids(TENANT, "src_2", "dst_2")).isEmpty();
    }

    @Test
    void anotherTenantSeesNothing() {
        models.write(connectionCreated(CONNECTION, SOURCE, DESTINATION));
        for (Tenant other : List.of(STRANGER, SIBLING)) {
            assertThat(find(other)).isNull();
            assertThat(ids(other, null, null)).isEmpty();
            assertThat(ids(other, SOURCE, DESTINATION)).isEmpty();
        }
    }

    @Test
    void aDeletedConnectionIsFoundButNotListed() {
        models.write(
                connectionCreated(CONNECTION, SOURCE, DESTINATION),
                new ConnectionDeleted(CONNECTION, TENANT, SOURCE, DESTINATION));
        assertThat(find(TENANT))
                .isNotNull()
                .extracting(ConnectionView::revision)
                .matches(Revision::deleted);
        assertThat(ids(TENANT, null, null)).isEmpty();
    }

    @Test
    void thePagesOfASelectionHoldEachConnectionOnceTheNewestFirst() {
        assertThat(walk(2, this::list)).containsExactly(List.of());
        IntStream.range(1, 6)
                .forEach(i -> models.write(connectionCreated("conn_" + i, i == 3 ? "src_2" : SOURCE, DESTINATION)));
        assertThat(walk(2, this::list)).containsExactly(List.of("conn_5", "conn_4"), List.of("conn_2", "conn_1"));
        assertThat(walk(3, this::list)).containsExactly(List.of("conn_5", "conn_4", "conn_2"), List.of("conn_1"));
    }
}
