package io.hookstream.query.destination;

import static io.hookstream.query.Samples.ALL;
import static io.hookstream.query.Samples.DESTINATION;
import static io.hookstream.query.Samples.SIBLING;
import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TENANT;
import static io.hookstream.query.Samples.destination;
import static io.hookstream.query.Samples.destinationCreated;
import static io.hookstream.query.Samples.requested;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.DestinationQuery.Destinations;
import io.hookstream.messages.destination.DestinationQuery.FindDestination;
import io.hookstream.messages.destination.DestinationQuery.ListDestinations;
import io.hookstream.messages.destination.DestinationView;
import io.hookstream.query.WithReadModels;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DestinationQueryHandlerIT extends WithReadModels {

    private @Nullable DestinationView find(Tenant tenant) {
        return models.ask(new FindDestination(DESTINATION, tenant), DestinationView.class);
    }

    private Destinations all(Tenant tenant) {
        return models.ask(new ListDestinations(tenant, ALL), Destinations.class);
    }

    private Ids list(PageRequest page) {
        Destinations destinations = models.ask(new ListDestinations(TENANT, page), Destinations.class);
        return new Ids(
                destinations.destinations().stream().map(DestinationView::id).toList(), destinations.next());
    }

    private void create(int from, int to) {
        IntStream.range(from, to).forEach(i -> models.write(destinationCreated("dst_" + i)));
    }

    @Test
    void findsADestinationForItsTenantAlone() {
        models.write(destinationCreated(DESTINATION));
        String at = "2026-01-02T03:04:05Z";
        DestinationView expected = new DestinationView(
                DESTINATION, TENANT, destination("Name of " + DESTINATION), new Revision(0, false, at, at), 0);
        assertThat(find(TENANT)).isEqualTo(expected);
        assertThat(all(TENANT)).isEqualTo(new Destinations(List.of(expected), null));
        for (Tenant other : List.of(STRANGER, SIBLING)) {
            assertThat(find(other)).isNull();
            assertThat(all(other)).isEqualTo(new Destinations(List.of(), null));
        }
    }

    @Test
    void aDeletedDestinationIsFoundButNotListed() {
        models.write(
                destinationCreated(DESTINATION),
                destinationCreated("dst_2"),
                new DestinationDeleted(DESTINATION, TENANT));
        assertThat(find(TENANT))
                .isNotNull()
                .extracting(DestinationView::revision)
                .matches(Revision::deleted);
        assertThat(list(ALL).ids()).containsExactly("dst_2");
    }

    @Test
    void countsTheDeliveriesToEachDestinationOverAllSegments() {
        Instant at = Instant.parse("2026-01-02T03:04:05Z");
        models.write(destinationCreated(DESTINATION), destinationCreated("dst_2"), destinationCreated("dst_3"));
        models.write(0, at, requested("evt_1", DESTINATION), requested("evt_1", "dst_2"));
        models.write(3, at, requested("evt_2", DESTINATION));
        models.write(7, at, requested("evt_3", DESTINATION));
        assertThat(find(TENANT)).extracting(DestinationView::deliveryCount).isEqualTo(3L);
        assertThat(all(TENANT).destinations())
                .extracting(DestinationView::deliveryCount)
                .containsExactly(0L, 1L, 3L);
    }

    @Test
    void thePagesHoldEachDestinationOnceTheNewestFirst() {
        assertThat(walk(2, this::list)).containsExactly(List.of());
        create(1, 3);
        assertThat(walk(2, this::list)).containsExactly(List.of("dst_2", "dst_1"));
        create(3, 4);
        assertThat(walk(2, this::list)).containsExactly(List.of("dst_3", "dst_2"), List.of("dst_1"));
    }
}
