package io.hookstream.query.source;

import static io.hookstream.query.Samples.ALL;
import static io.hookstream.query.Samples.SIBLING;
import static io.hookstream.query.Samples.SOURCE;
import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TENANT;
import static io.hookstream.query.Samples.received;
import static io.hookstream.query.Samples.source;
import static io.hookstream.query.Samples.sourceCreated;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceEvent.SourceDeleted;
import io.hookstream.messages.source.SourceEvent.SourceUpdated;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceQuery.ListSources;
import io.hookstream.messages.source.SourceQuery.Sources;
import io.hookstream.messages.source.SourceView;
import io.hookstream.query.WithReadModels;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceQueryHandlerIT extends WithReadModels {

    private @Nullable SourceView find(@Nullable Tenant tenant) {
        return models.ask(new FindSource(SOURCE, tenant), SourceView.class);
    }

    private Ids list(PageRequest page) {
        Sources sources = models.ask(new ListSources(TENANT, page), Sources.class);
        return new Ids(sources.sources().stream().map(SourceView::id).toList(), sources.next());
    }

    private void create(int from, int to) {
        IntStream.range(from, to).forEach(i -> models.write(sourceCreated("src_" + i)));
    }

    @Test
    void findsASourceInItsLatestVersion() {
        models.write(sourceCreated(SOURCE));
        models.write(0, Instant.parse("2026-01-02T03:05:00Z"), new SourceUpdated(SOURCE, TENANT, source("Stripe")));
        assertThat(find(TENANT))
                .isEqualTo(new SourceView(
                        SOURCE,
                        TENANT,
                        source("Stripe"),
                        new Revision(1, false, "2026-01-02T03:04:05Z", "2026-01-02T03:05:00Z"),
                        0));
    }

    @Test
    void anotherTenantFindsNothingButIngestFindsTheSourceOfAny() {
        models.write(sourceCreated(SOURCE));
        assertThat(find(STRANGER)).isNull();
        assertThat(find(SIBLING)).isNull();
        assertThat(find(null)).extracting(SourceView::tenant).isEqualTo(TENANT);
        assertThat(models.ask(new FindSource("src_none", TENANT), SourceView.class))
                .isNull();
    }

    @Test
    void anotherTenantsListIsItsOwn() {
        models.write(sourceCreated(SOURCE), new SourceCreated("src_2", STRANGER, source("Theirs")));
        assertThat(list(ALL)).isEqualTo(new Ids(List.of(SOURCE), null));
        assertThat(models.ask(new ListSources(STRANGER, ALL), Sources.class).sources())
                .extracting(SourceView::id)
                .containsExactly("src_2");
        assertThat(models.ask(new ListSources(SIBLING, ALL), Sources.class)).isEqualTo(new Sources(List.of(), null));
    }

    @Test
    void aDeletedSourceIsFoundButNotListed() {
        models.write(sourceCreated(SOURCE), sourceCreated("src_2"), new SourceDeleted(SOURCE, TENANT));
        assertThat(find(TENANT)).isNotNull().extracting(SourceView::revision).matches(Revision::deleted);
        assertThat(list(ALL).ids()).containsExactly("src_2");
    }

    @Test
    void countsTheEventsOfEachSourceOverAllSegments() {
        Instant at = Instant.parse("2026-01-02T03:04:05Z");
        models.write(sourceCreated(SOURCE), sourceCreated("src_2"), sourceCreated("src_3"));
        models.write(0, at, received("evt_1"), received("evt_2"));
        models.write(5, at, received("evt_3"), received("evt_4", TENANT, "src_2", "{}"));
        assertThat(find(TENANT)).extracting(SourceView::eventCount).isEqualTo(3L);
        assertThat(models.ask(new ListSources(TENANT, ALL), Sources.class).sources())
                .extracting(SourceView::eventCount)
                .containsExactly(0L, 1L, 3L);
    }

    @Test
    void thePagesHoldEachSourceOnceTheNewestFirst() {
        assertThat(walk(3, this::list)).containsExactly(List.of());
        create(1, 2);
        assertThat(walk(3, this::list)).containsExactly(List.of("src_1"));
        create(2, 4);
        assertThat(walk(3, this::list)).containsExactly(List.of("src_3", "src_2", "src_1"));
        create(4, 5);
        assertThat(walk(3, this::list)).containsExactly(List.of("src_4", "src_3", "src_2"), List.of("src_1"));
        create(5, 7);
        assertThat(walk(3, this::list))
                .containsExactly(List.of("src_6", "src_5", "src_4"), List.of("src_3", "src_2", "src_1"));
        assertThat(walk(1, this::list)).hasSize(6).allMatch(page -> page.size() == 1);
    }

    @Test
    void whatIsDeletedOrCreatedBetweenTwoPagesMovesNoOther() {
        create(1, 6);
        Ids first = list(new PageRequest(null, 2));
        models.write(new SourceDeleted("src_4", TENANT), sourceCreated("src_9"));
        assertThat(first.ids()).containsExactly("src_5", "src_4");
        assertThat(list(new PageRequest(first.next(), 2)).ids()).containsExactly("src_3", "src_2");
    }
}
