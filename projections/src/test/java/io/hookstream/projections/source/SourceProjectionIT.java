package io.hookstream.projections.source;

import static io.hookstream.projections.Samples.SOURCE;
import static io.hookstream.projections.Samples.TENANT;
import static io.hookstream.projections.Samples.source;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Revision;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceEvent.SourceDeleted;
import io.hookstream.messages.source.SourceEvent.SourceUpdated;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.WithProjections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class SourceProjectionIT extends WithProjections {

    private static final String CREATED_AT = "2026-01-02T03:04:05.678Z";

    private Document document() {
        return projections.document(SourceProjection.COLLECTION, SOURCE);
    }

    @Test
    void keepsWhatWasCreated() {
        projections.project(new SourceCreated(SOURCE, TENANT, source("Stripe")));
        assertThat(ResourceDocument.settings(document(), SourceSettings.class)).isEqualTo(source("Stripe"));
        assertThat(ResourceDocument.tenant(document())).isEqualTo(TENANT);
        assertThat(document().getString(ResourceDocument.NAME)).isEqualTo("Stripe");
        assertThat(ResourceDocument.revision(document())).isEqualTo(new Revision(0, false, CREATED_AT, CREATED_AT));
    }

    @Test
    void followsChangesByVersionAndKeepsWhenItWasCreated() {
        SourceSettings disabled = new SourceSettings("Stripe EU", "stripe-eu", false);
        projections.project(
                new SourceCreated(SOURCE, TENANT, source("Stripe")), new SourceUpdated(SOURCE, TENANT, disabled));
        assertThat(ResourceDocument.settings(document(), SourceSettings.class)).isEqualTo(disabled);
        assertThat(document().getString(ResourceDocument.NAME)).isEqualTo("Stripe EU");
        assertThat(ResourceDocument.revision(document()))
                .isEqualTo(new Revision(1, false, CREATED_AT, "2026-01-02T03:04:06.678Z"));
    }

    @Test
    void aDeletedSourceStaysMarkedWithItsSettings() {
        projections.project(
                new SourceCreated(SOURCE, TENANT, source("Stripe")),
                new SourceUpdated(SOURCE, TENANT, source("Stripe EU")),
                new SourceDeleted(SOURCE, TENANT));
        assertThat(ResourceDocument.revision(document()))
                .isEqualTo(new Revision(2, true, CREATED_AT, "2026-01-02T03:04:07.678Z"));
        assertThat(ResourceDocument.settings(document(), SourceSettings.class)).isEqualTo(source("Stripe EU"));
        assertThat(ResourceDocument.tenant(document())).isEqualTo(TENANT);
    }

    @Test
    void tellsThoseWhoWaitForThisSourceOfEachVersion() {
        List<Revision> seen = new ArrayList<>();
        try (var query = projections
                .queries()
                .subscriptionQuery(new FindSource(SOURCE, null), SourceView.class, Revision.class)) {
            projections.append(
                    new SourceCreated("src_other", TENANT, source("Other")),
                    new SourceCreated(SOURCE, TENANT, source("Stripe")),
                    new SourceUpdated(SOURCE, TENANT, source("Stripe EU")),
                    new SourceUpdated("src_other", TENANT, source("Another")),
                    new SourceDeleted(SOURCE, TENANT));
            query.updates().doOnNext(seen::add).takeUntil(Revision::deleted).blockLast(Duration.ofSeconds(30));
        }
        assertThat(seen).extracting(Revision::version).containsExactly(0L, 1L, 2L);
        assertThat(seen).extracting(Revision::deleted).containsExactly(false, false, true);
    }

    @Test
    void whoIsToldOfAVersionCanReadIt() {
        try (var query = projections
                .queries()
                .subscriptionQuery(new FindSource(SOURCE, null), SourceView.class, Revision.class)) {
            projections.append(new SourceCreated(SOURCE, TENANT, source("Stripe")));
            Revision told = query.updates().blockFirst(Duration.ofSeconds(30));
            assertThat(ResourceDocument.revision(document())).isEqualTo(told);
        }
    }
}
