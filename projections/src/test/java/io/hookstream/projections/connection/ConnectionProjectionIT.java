package io.hookstream.projections.connection;

import static io.hookstream.projections.Samples.CONNECTION;
import static io.hookstream.projections.Samples.DESTINATION;
import static io.hookstream.projections.Samples.SOURCE;
import static io.hookstream.projections.Samples.TENANT;
import static io.hookstream.projections.Samples.connection;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Revision;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionDeleted;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionUpdated;
import io.hookstream.messages.connection.ConnectionQuery.FindConnection;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.ConnectionView;
import io.hookstream.messages.connection.FilterRule;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.WithProjections;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class ConnectionProjectionIT extends WithProjections {

    private Document document() {
        return projections.document(ConnectionProjection.COLLECTION, CONNECTION);
    }

    private ConnectionSettings kept() {
        return ResourceDocument.settings(document(), ConnectionSettings.class);
    }

    private static ConnectionCreated created(ConnectionSettings settings) {
        return new ConnectionCreated(CONNECTION, TENANT, SOURCE, DESTINATION, settings);
    }

    @Test
    void keepsWhatItJoinsBesideItsSettings() {
        projections.project(created(connection("Paid only", FilterRule.compare("payload.type", "eq", "order.paid"))));
        assertThat(kept()).isEqualTo(connection("Paid only", FilterRule.compare("payload.type", "eq", "order.paid")));
        assertThat(document().getString(ConnectionProjection.SOURCE_ID)).isEqualTo(SOURCE);
        assertThat(document().getString(ConnectionProjection.DESTINATION_ID)).isEqualTo(DESTINATION);
        assertThat(ResourceDocument.tenant(document())).isEqualTo(TENANT);
    }

    @Test
    void keepsFiltersWithKeysAndNumbersThatBsonRefuses() {
        ConnectionSettings odd = connection(
                "odd",
                FilterRule.compare("payload.$where.a\0b..c", "eq", "x\0y"),
                FilterRule.compare("payload.a", "eq", Map.of("$gt", 1, "a\0b", 2, "a.b", 3, "", 4)),
                FilterRule.compare("payload.b", "eq", new BigDecimal("12345678901234567890.50")),
                FilterRule.compare("payload.c", "gte", new BigInteger("9".repeat(60))),
                FilterRule.compare("payload.d", "in", Arrays.asList("DE", 49, null, true)));
        projections.project(created(odd));
        assertThat(kept()).isEqualTo(odd);
    }

    @Test
    void followsChangesAndStaysMarkedWhenItIsDeleted() {
        projections.project(
                created(connection("Paid only")),
                new ConnectionUpdated(CONNECTION, TENANT, SOURCE, DESTINATION, connection(null)));
        assertThat(kept()).isEqualTo(connection(null));
        assertThat(document().getString(ResourceDocument.NAME)).isNull();

        projections.project(new ConnectionDeleted(CONNECTION, TENANT, SOURCE, DESTINATION));
        assertThat(ResourceDocument.revision(document()))
                .isEqualTo(new Revision(2, true, "2026-01-02T03:04:05.678Z", "2026-01-02T03:04:07.678Z"));
        assertThat(document().getString(ConnectionProjection.SOURCE_ID)).isEqualTo(SOURCE);
    }

    @Test
    void tellsThoseWhoWaitForThisConnectionOfEachVersion() {
        List<Revision> seen = new ArrayList<>();
        try (var query = projections
                .queries()
                .subscriptionQuery(new FindConnection(CONNECTION, TENANT), ConnectionView.class, Revision.class)) {
            projections.append(
                    new ConnectionCreated("conn_other", TENANT, SOURCE, DESTINATION, connection("Other")),
                    created(connection("Paid only")),
                    new ConnectionUpdated(CONNECTION, TENANT, SOURCE, DESTINATION, connection("Paid EU")),
                    new ConnectionDeleted(CONNECTION, TENANT, SOURCE, DESTINATION));
            query.updates().doOnNext(seen::add).takeUntil(Revision::deleted).blockLast(Duration.ofSeconds(30));
        }
        assertThat(seen).extracting(Revision::version).containsExactly(0L, 1L, 2L);
    }
}
