package io.hookstream.projections.destination;

import static io.hookstream.projections.Samples.DESTINATION;
import static io.hookstream.projections.Samples.TENANT;
import static io.hookstream.projections.Samples.destination;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Revision;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.DestinationEvent.DestinationUpdated;
import io.hookstream.messages.destination.DestinationQuery.FindDestination;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.DestinationView;
import io.hookstream.messages.destination.HttpConfig;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.WithProjections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class DestinationProjectionIT extends WithProjections {

    private static final String CREATED_AT = "2026-01-02T03:04:05.678Z";

    private Document document() {
        return projections.document(DestinationProjection.COLLECTION, DESTINATION);
    }

    @Test
    void keepsSettingsWithHeaderNamesOfDotsAndDollarsAndWithSecrets() {
        projections.project(new DestinationCreated(DESTINATION, TENANT, destination("Billing")));
        DestinationSettings kept = ResourceDocument.settings(document(), DestinationSettings.class);
        assertThat(kept).isEqualTo(destination("Billing"));
        assertThat(kept.config())
                .isInstanceOfSatisfying(
                        HttpConfig.class,
                        http -> assertThat(http.headers()).containsOnlyKeys("$X.Te$am.", "Authorization"));
        assertThat(ResourceDocument.revision(document())).isEqualTo(new Revision(0, false, CREATED_AT, CREATED_AT));
    }

    @Test
    void followsChangesAndStaysMarkedWhenItIsDeleted() {
        projections.project(
                new DestinationCreated(DESTINATION, TENANT, destination("Billing")),
                new DestinationUpdated(DESTINATION, TENANT, destination("Billing EU")));
        assertThat(document().getString(ResourceDocument.NAME)).isEqualTo("Billing EU");
        assertThat(ResourceDocument.revision(document()))
                .isEqualTo(new Revision(1, false, CREATED_AT, "2026-01-02T03:04:06.678Z"));

        projections.project(new DestinationDeleted(DESTINATION, TENANT));
        assertThat(ResourceDocument.revision(document()))
                .isEqualTo(new Revision(2, true, CREATED_AT, "2026-01-02T03:04:07.678Z"));
        assertThat(ResourceDocument.settings(document(), DestinationSettings.class))
                .isEqualTo(destination("Billing EU"));
    }

    @Test
    void tellsThoseWhoWaitForThisDestinationOfEachVersion() {
        List<Revision> seen = new ArrayList<>();
        try (var query = projections
                .queries()
                .subscriptionQuery(new FindDestination(DESTINATION, TENANT), DestinationView.class, Revision.class)) {
            projections.append(
                    new DestinationCreated("dst_other", TENANT, destination("Other")),
                    new DestinationCreated(DESTINATION, TENANT, destination("Billing")),
                    new DestinationUpdated(DESTINATION, TENANT, destination("Billing EU")),
                    new DestinationDeleted(DESTINATION, TENANT));
            query.updates().doOnNext(seen::add).takeUntil(Revision::deleted).blockLast(Duration.ofSeconds(30));
        }
        assertThat(seen).extracting(Revision::version).containsExactly(0L, 1L, 2L);
    }
}
