package io.hookstream.projections.event;

import static io.hookstream.projections.Samples.DESTINATION;
import static io.hookstream.projections.Samples.SOURCE;
import static io.hookstream.projections.Samples.TENANT;
import static io.hookstream.projections.Samples.received;
import static io.hookstream.projections.Samples.requested;
import static io.hookstream.projections.Samples.routed;
import static io.hookstream.projections.Samples.source;
import static io.hookstream.projections.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Revision;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceEvent.SourceUpdated;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.WithProjections;
import io.hookstream.projections.source.SourceProjection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A crash between what a batch writes and its token: the batch is handled again, and it must not show. */
class CrashIT extends WithProjections {

    private static DomainEvent[] delivered(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "evt_" + i)
                .flatMap(id ->
                        Stream.<DomainEvent>of(received(id), routed(id), requested(id), succeeded(id, "da_" + id)))
                .toArray(DomainEvent[]::new);
    }

    private long counted(String of) {
        return projections.documents(Counters.COLLECTION).values().stream()
                .filter(counter -> of.equals(counter.getString(Counters.OF)))
                .mapToLong(counter -> counter.getLong(Counters.COUNT))
                .sum();
    }

    private void crashAfterWriting(DomainEvent... events) {
        AtomicInteger crashes = new AtomicInteger();
        projections.tokens().interrupt(batch -> {
            crashes.incrementAndGet();
            throw new IllegalStateException("The test has a batch end here");
        });
        projections.append(events);
        await().atMost(PATIENCE).untilAtomic(crashes, greaterThan(0));
    }

    private void someIsWrittenWithoutItsToken(int before) {
        await().atMost(PATIENCE).until(() -> counted(SOURCE) > before);
    }

    private void assertDelivered(int events) {
        assertThat(counted(SOURCE)).isEqualTo(events);
        assertThat(counted(DESTINATION)).isEqualTo(events);
        assertThat(projections.documents(AttemptDocument.COLLECTION)).hasSize(events);
        assertThat(projections.documents(EventDocument.COLLECTION).values())
                .hasSize(events)
                .allSatisfy(event ->
                        assertThat(event.getString(EventDocument.STATUS)).isEqualTo(EventStatus.DELIVERED));
    }

    @Test
    void whatIsHandledAgainInALargerBatchIsCountedOnce() {
        projections.project(delivered(0, 20));
        crashAfterWriting(delivered(20, 40));
        someIsWrittenWithoutItsToken(20);
        projections.append(delivered(40, 60));
        projections.tokens().leaveAlone();
        projections.awaitHead();
        assertDelivered(60);
    }

    @Test
    void whatIsHandledAgainInSmallerBatchesByTheNextProcessIsCountedOnce() {
        projections.project(delivered(0, 10));
        crashAfterWriting(delivered(10, 30));
        someIsWrittenWithoutItsToken(10);
        reopen(3);
        projections.awaitHead();
        assertDelivered(30);
        projections.project(delivered(30, 40));
        assertDelivered(40);
    }

    @Test
    void aConfigurationChangeThatIsHandledAgainLeavesTheSameDocument() {
        crashAfterWriting(
                new SourceCreated(SOURCE, TENANT, source("Stripe")),
                new SourceUpdated(SOURCE, TENANT, source("Stripe EU")));
        projections.tokens().leaveAlone();
        projections.awaitHead();
        assertThat(ResourceDocument.revision(projections.document(SourceProjection.COLLECTION, SOURCE)))
                .isEqualTo(new Revision(1, false, "2026-01-02T03:04:05.678Z", "2026-01-02T03:04:06.678Z"));
    }
}
