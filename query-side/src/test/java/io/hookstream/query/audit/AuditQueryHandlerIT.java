package io.hookstream.query.audit;

import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.audit.AuditEntry;
import io.hookstream.messages.audit.AuditQuery.Audit;
import io.hookstream.messages.audit.AuditQuery.Filter;
import io.hookstream.messages.audit.AuditQuery.ListAudit;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceEvent.SourceDeleted;
import io.hookstream.query.Samples;
import io.hookstream.query.WithReadModels;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditQueryHandlerIT extends WithReadModels {

    private static final Instant FIRST = Instant.parse("2026-01-02T03:04:05.678Z");

    @BeforeEach
    void write() {
        models.write(0, FIRST, new SourceCreated("src_1", TENANT, Samples.source("One")));
        models.write(0, FIRST.plusSeconds(1), new SourceCreated("src_2", TENANT, Samples.source("Two")));
        models.write(0, FIRST.plusSeconds(2), new SourceDeleted("src_1", TENANT));
        models.write(0, FIRST.plusSeconds(3), new SourceCreated("src_3", STRANGER, Samples.source("Three")));
    }

    private List<String> list(
            Tenant tenant,
            @Nullable String resourceId,
            @Nullable String action,
            @Nullable Instant after,
            @Nullable Instant before) {
        Filter filter = new Filter(resourceId, null, null, action, after, before);
        return walk(2, page -> {
                    Audit audit = models.ask(new ListAudit(tenant, filter, page), Audit.class);
                    return new Ids(
                            audit.entries().stream()
                                    .map(AuditQueryHandlerIT::name)
                                    .toList(),
                            audit.next());
                })
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static String name(AuditEntry entry) {
        return entry.resourceId() + " " + entry.action();
    }

    @Test
    void theNewestComesFirstAndOnlyTheTenantsOwn() {
        assertThat(list(TENANT, null, null, null, null))
                .containsExactly("src_1 source.deleted", "src_2 source.created", "src_1 source.created");
        assertThat(list(STRANGER, null, null, null, null)).containsExactly("src_3 source.created");
        assertThat(list(STRANGER, "src_1", null, null, null)).isEmpty();
    }

    @Test
    void isFilteredByResourceAndActionAndTime() {
        assertThat(list(TENANT, "src_1", null, null, null))
                .containsExactly("src_1 source.deleted", "src_1 source.created");
        assertThat(list(TENANT, null, "source.created", null, null))
                .containsExactly("src_2 source.created", "src_1 source.created");
        assertThat(list(TENANT, null, null, FIRST.plusSeconds(1), FIRST.plusSeconds(2)))
                .containsExactly("src_2 source.created");
    }

    @Test
    void whatNobodyAskedForHasNoActor() {
        Audit audit = models.ask(
                new ListAudit(
                        TENANT,
                        new Filter("src_2", "source", null, null, null, null),
                        new io.hookstream.messages.PageRequest(null, 10)),
                Audit.class);

        assertThat(audit.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.actor()).isNull();
            assertThat(entry.requestId()).isNull();
            assertThat(entry.at()).isEqualTo(FIRST.plusSeconds(1));
        });
    }
}
