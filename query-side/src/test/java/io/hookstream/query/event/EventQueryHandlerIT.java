package io.hookstream.query.event;

import static io.hookstream.query.Samples.ALL;
import static io.hookstream.query.Samples.EVENT;
import static io.hookstream.query.Samples.SIBLING;
import static io.hookstream.query.Samples.SOURCE;
import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TARGET;
import static io.hookstream.query.Samples.TENANT;
import static io.hookstream.query.Samples.destinationCreated;
import static io.hookstream.query.Samples.failed;
import static io.hookstream.query.Samples.failure;
import static io.hookstream.query.Samples.received;
import static io.hookstream.query.Samples.sourceCreated;
import static io.hookstream.query.Samples.succeeded;
import static io.hookstream.query.Samples.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.AttemptView;
import io.hookstream.messages.event.DedupStatus;
import io.hookstream.messages.event.EventQuery.Events;
import io.hookstream.messages.event.EventQuery.FindEvent;
import io.hookstream.messages.event.EventQuery.ListEvents;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.EventView;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.source.SourceEvent.SourceDeleted;
import io.hookstream.query.WithReadModels;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventQueryHandlerIT extends WithReadModels {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private @Nullable EventView find(Tenant tenant) {
        return models.ask(new FindEvent(EVENT, tenant), EventView.class);
    }

    private Events list(Tenant tenant, @Nullable String sourceId, @Nullable String status, PageRequest page) {
        return models.ask(new ListEvents(tenant, sourceId, status, null, null, null, page), Events.class);
    }

    private Ids list(PageRequest page) {
        Events events = list(TENANT, null, null, page);
        return new Ids(ids(events), events.next());
    }

    private List<String> between(@Nullable Instant after, @Nullable Instant before) {
        return ids(models.ask(new ListEvents(TENANT, null, null, after, before, null, ALL), Events.class));
    }

    private static List<String> ids(Events events) {
        return events.events().stream().map(EventView::id).toList();
    }

    @Test
    void findsAnEventWithItsPayloadAndItsAttemptsTheNewestFirst() {
        models.write(sourceCreated(SOURCE), destinationCreated(TARGET.destinationId()));
        models.write(received(EVENT), failed(EVENT, "da_1"), succeeded(EVENT, "da_2"), failed("evt_2", "da_3"));
        String destination = "Name of " + TARGET.destinationId();
        assertThat(find(TENANT))
                .isEqualTo(new EventView(
                        EVENT,
                        TENANT,
                        SOURCE,
                        "Name of " + SOURCE,
                        received(EVENT).request(),
                        received(EVENT).payload(),
                        EventStatus.DELIVERED,
                        "2026-01-02T03:04:05Z",
                        List.of(
                                new AttemptView(EVENT, TARGET, destination, success("da_2"), false, null, null),
                                new AttemptView(EVENT, TARGET, destination, failure("da_1"), false, null, null)),
                        null,
                        null,
                        null));
    }

    @Test
    void ofManyAttemptsTheNewestHundredAreShown() {
        models.write(received(EVENT));
        models.write(IntStream.range(100, 201)
                .mapToObj(i -> failed(EVENT, "da_" + i))
                .toArray(DomainEvent[]::new));
        List<AttemptView> attempts = find(TENANT).attempts();
        assertThat(attempts).hasSize(100);
        assertThat(attempts.getFirst().attempt().id()).isEqualTo("da_200");
        assertThat(attempts.getLast().attempt().id()).isEqualTo("da_101");
    }

    @Test
    void aListLeavesPayloadsAndAttemptsOutAndNamesTheSource() {
        models.write(sourceCreated(SOURCE), received(EVENT), succeeded(EVENT, "da_1"));
        EventView event = list(TENANT, null, null, ALL).events().getFirst();
        assertThat(event.payload()).isEqualTo(Payload.stored(2));
        assertThat(event.attempts()).isEmpty();
        assertThat(event.sourceName()).isEqualTo("Name of " + SOURCE);
        assertThat(event.status()).isEqualTo(EventStatus.DELIVERED);
    }

    @Test
    void aDuplicateSaysOfWhich() {
        EventReceived event = received(EVENT);
        models.write(new EventReceived(
                EVENT, TENANT, SOURCE, event.request(), event.payload(), DedupStatus.DUPLICATE, "evt_0", "verified"));
        assertThat(List.of(find(TENANT), list(TENANT, null, null, ALL).events().getFirst()))
                .allSatisfy(shown -> {
                    assertThat(shown.dedupStatus()).isEqualTo("duplicate");
                    assertThat(shown.duplicateOf()).isEqualTo("evt_0");
                    assertThat(shown.verificationStatus()).isEqualTo("verified");
                });
    }

    @Test
    void theNameOfADeletedSourceIsNull() {
        models.write(sourceCreated(SOURCE), received(EVENT), new SourceDeleted(SOURCE, TENANT));
        assertThat(find(TENANT).sourceName()).isNull();
        assertThat(list(TENANT, null, null, ALL).events())
                .extracting(EventView::sourceName)
                .containsOnlyNulls();
    }

    @Test
    void anotherTenantSeesNothing() {
        models.write(received(EVENT), received("evt_2", STRANGER, "src_2", "{}"));
        for (Tenant other : List.of(STRANGER, SIBLING)) {
            assertThat(find(other)).isNull();
            assertThat(list(other, SOURCE, null, ALL)).isEqualTo(new Events(List.of(), 0, null));
        }
        assertThat(list(SIBLING, null, null, ALL)).isEqualTo(new Events(List.of(), 0, null));
        assertThat(ids(list(STRANGER, null, null, ALL))).containsExactly("evt_2");
        assertThat(ids(list(TENANT, null, null, ALL))).containsExactly(EVENT);
    }

    @Test
    void selectsBySourceAndStatus() {
        models.write(
                received("evt_1"),
                received("evt_2"),
                received("evt_3", TENANT, "src_2", "{}"),
                succeeded("evt_2", "da_2"),
                succeeded("evt_3", "da_3"));
        assertThat(ids(list(TENANT, SOURCE, null, ALL))).containsExactly("evt_2", "evt_1");
        assertThat(ids(list(TENANT, null, EventStatus.DELIVERED, ALL))).containsExactly("evt_3", "evt_2");
        assertThat(ids(list(TENANT, SOURCE, EventStatus.DELIVERED, ALL))).containsExactly("evt_2");
        assertThat(ids(list(TENANT, SOURCE, EventStatus.FAILED, ALL))).isEmpty();
    }

    @Test
    void selectsByTimeFromAfterUpToBefore() {
        IntStream.range(1, 5).forEach(i -> models.write(0, NOON.plusMillis(i), received("evt_" + i)));
        assertThat(between(NOON.plusMillis(3), null)).containsExactly("evt_4", "evt_3");
        assertThat(between(null, NOON.plusMillis(3))).containsExactly("evt_2", "evt_1");
        assertThat(between(NOON.plusMillis(2), NOON.plusMillis(4))).containsExactly("evt_3", "evt_2");
        assertThat(between(NOON.plusMillis(2), NOON.plusMillis(2))).isEmpty();
    }

    @Test
    void thePagesHoldEachEventOnceTheNewestFirstAndTheTotalIsOfAll() {
        assertThat(walk(3, this::list)).containsExactly(List.of());
        models.write(received("evt_1"), received("evt_2"), received("evt_3"));
        assertThat(walk(3, this::list)).containsExactly(List.of("evt_3", "evt_2", "evt_1"));
        models.write(received("evt_4"));
        assertThat(walk(3, this::list)).containsExactly(List.of("evt_4", "evt_3", "evt_2"), List.of("evt_1"));
        assertThat(list(TENANT, null, null, new PageRequest(null, 1)).total()).isEqualTo(4);
        assertThat(list(TENANT, null, null, new PageRequest("evt_2", 1)).total())
                .isEqualTo(4);
    }

    @Test
    void whoeverWalksThroughThePagesSeesEachOldEventOnceWhileNewOnesComeIn() throws Exception {
        List<String> old =
                IntStream.range(0, 60).mapToObj("evt_%03d0"::formatted).toList();
        old.forEach(id -> models.write(received(id)));
        AtomicBoolean walking = new AtomicBoolean(true);
        CountDownLatch begun = new CountDownLatch(1);
        Thread newcomers = Thread.ofVirtual().start(() -> {
            for (int i = 0; walking.get() && i < 300; i++) {
                // New ones have the greatest ids, but for those that took their time on the way.
                models.write(received("evt_9%06d".formatted(i)), received("evt_%03d5%06d".formatted(i % 60, i)));
                begun.countDown();
            }
        });
        begun.await();
        try {
            List<String> seen = walk(7, this::list).stream()
                    .flatMap(List::stream)
                    .filter(old::contains)
                    .toList();
            assertThat(seen).isEqualTo(old.reversed());
        } finally {
            walking.set(false);
            newcomers.join();
        }
    }

    /** Each event is one of several kinds, and every filter is combined with every other. */
    @Test
    void theTotalIsRightWhateverTheFilters() {
        List<String> statuses = List.of(EventStatus.RECEIVED, EventStatus.DELIVERED);
        for (int i = 0; i < 24; i++) {
            String id = "evt_%04d".formatted(i);
            boolean mine = i % 7 != 0;
            Tenant tenant = mine ? TENANT : STRANGER;
            String source = mine ? "src_" + i % 2 : "src_other";
            models.write(i % 3, NOON.plusSeconds(i), received(id, tenant, source, "w" + i % 3));
            if (i % 4 == 1) {
                models.write(succeeded(id, "da_" + i, tenant, TARGET));
            }
        }
        for (String source : Arrays.asList(null, "src_0", "src_1")) {
            for (String status : Arrays.asList(null, statuses.get(0), statuses.get(1))) {
                for (String search : Arrays.asList(null, "w1", "evt_001")) {
                    for (Instant after : Arrays.asList(null, NOON.plusSeconds(5))) {
                        for (Instant before : Arrays.asList(null, NOON.plusSeconds(19))) {
                            List<String> expected = IntStream.range(0, 24)
                                    .filter(i -> i % 7 != 0)
                                    .filter(i -> source == null || source.equals("src_" + i % 2))
                                    .filter(i -> status == null || status.equals(statuses.get(i % 4 == 1 ? 1 : 0)))
                                    .filter(i -> !"w1".equals(search) || i % 3 == 1)
                                    .filter(i -> !"evt_001".equals(search) || i >= 10 && i < 20)
                                    .filter(i -> after == null || i >= 5)
                                    .filter(i -> before == null || i < 19)
                                    .mapToObj("evt_%04d"::formatted)
                                    .toList()
                                    .reversed();
                            Events page = models.ask(
                                    new ListEvents(
                                            TENANT, source, status, after, before, search, new PageRequest(null, 2)),
                                    Events.class);
                            assertThat(page.total()).isEqualTo(expected.size());
                            assertThat(ids(page)).isEqualTo(expected.subList(0, Math.min(2, expected.size())));
                            assertThat(page.next() != null).isEqualTo(expected.size() > 2);
                        }
                    }
                }
            }
        }
    }
}
