package io.hookstream.projections.event;

import static io.hookstream.projections.Samples.DESTINATION;
import static io.hookstream.projections.Samples.EVENT;
import static io.hookstream.projections.Samples.SOURCE;
import static io.hookstream.projections.Samples.TENANT;
import static io.hookstream.projections.Samples.failed;
import static io.hookstream.projections.Samples.failure;
import static io.hookstream.projections.Samples.received;
import static io.hookstream.projections.Samples.requested;
import static io.hookstream.projections.Samples.routed;
import static io.hookstream.projections.Samples.succeeded;
import static io.hookstream.projections.Samples.success;
import static io.hookstream.projections.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.event.AttemptView;
import io.hookstream.messages.event.DedupStatus;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.InboundEventEvent.DeliveryCancelled;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.projections.WithProjections;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventProjectionIT extends WithProjections {

    private String status() {
        return projections.document(EventDocument.COLLECTION, EVENT).getString(EventDocument.STATUS);
    }

    private String statusAfter(DomainEvent event) {
        projections.project(event);
        return status();
    }

    @Test
    void keepsTheRequestAsItCame() {
        projections.project(received(EVENT));
        Document event = projections.document(EventDocument.COLLECTION, EVENT);
        assertThat(EventDocument.request(event)).isEqualTo(received(EVENT).request());
        assertThat(EventDocument.payload(event)).isEqualTo(received(EVENT).payload());
        assertThat(EventDocument.tenant(event)).isEqualTo(TENANT);
        assertThat(event.getString(EventDocument.SOURCE_ID)).isEqualTo(SOURCE);
        assertThat(event.getDate(EventDocument.RECEIVED_AT))
                .isEqualTo(Date.from(Instant.parse("2026-01-02T03:04:05.678Z")));
    }

    @Test
    void aDuplicateIsKeptWithTheEventThatItIsADuplicateOf() {
        EventReceived event = received(EVENT);
        projections.project(
                compared(event, EVENT, DedupStatus.UNIQUE, null),
                compared(event, "evt_2", DedupStatus.DUPLICATE, EVENT),
                received("evt_3"));

        Document unique = projections.document(EventDocument.COLLECTION, EVENT);
        assertThat(unique.getString(EventDocument.DEDUP_STATUS)).isEqualTo("unique");
        assertThat(unique.getString(EventDocument.DUPLICATE_OF)).isNull();
        assertThat(unique.getString(EventDocument.VERIFICATION_STATUS)).isEqualTo("verified");
        Document duplicate = projections.document(EventDocument.COLLECTION, "evt_2");
        assertThat(duplicate.getString(EventDocument.DEDUP_STATUS)).isEqualTo("duplicate");
        assertThat(duplicate.getString(EventDocument.DUPLICATE_OF)).isEqualTo(EVENT);
        assertThat(duplicate.getString(EventDocument.STATUS)).isEqualTo(EventStatus.RECEIVED);
        assertThat(projections.document(EventDocument.COLLECTION, "evt_3"))
                .doesNotContainKeys(
                        EventDocument.DEDUP_STATUS, EventDocument.DUPLICATE_OF, EventDocument.VERIFICATION_STATUS);
    }

    private static EventReceived compared(EventReceived event, String id, String status, @Nullable String of) {
        return new EventReceived(
                id, event.tenant(), event.sourceId(), event.request(), event.payload(), status, of, "verified");
    }

    @Test
    void theStatusFollowsTheEventFromBatchToBatch() {
        assertThat(statusAfter(received(EVENT))).isEqualTo(EventStatus.RECEIVED);
        assertThat(statusAfter(routed(EVENT))).isEqualTo(EventStatus.PROCESSING);
        assertThat(statusAfter(requested(EVENT))).isEqualTo(EventStatus.PROCESSING);
        assertThat(statusAfter(failed(EVENT, "da_1", EventStatus.PROCESSING))).isEqualTo(EventStatus.PROCESSING);
        assertThat(statusAfter(succeeded(EVENT, "da_2"))).isEqualTo(EventStatus.DELIVERED);
    }

    @Test
    void anEventIsFailedWhenItsLastDeliveryIsDeadOrCancelled() {
        projections.project(received(EVENT), routed(EVENT), requested(EVENT));
        assertThat(statusAfter(failed(EVENT, "da_1", EventStatus.FAILED))).isEqualTo(EventStatus.FAILED);

        projections.project(received("evt_2"), routed("evt_2"), requested("evt_2"));
        projections.project(new DeliveryCancelled(
                "evt_2", TENANT, SOURCE, target("evt_2"), "The destination was deleted", EventStatus.FAILED));
        assertThat(projections.document(EventDocument.COLLECTION, "evt_2").getString(EventDocument.STATUS))
                .isEqualTo(EventStatus.FAILED);
    }

    @Test
    void aStatusThatFollowsInALaterBatchLeavesTheRestOfTheEvent() {
        projections.project(received(EVENT));
        Document before = projections.document(EventDocument.COLLECTION, EVENT);
        projections.project(routed(EVENT), requested(EVENT), succeeded(EVENT, "da_1"));
        assertThat(projections.document(EventDocument.COLLECTION, EVENT))
                .isEqualTo(before.append(EventDocument.STATUS, EventStatus.DELIVERED));
    }

    @Test
    void keepsEachAttemptAsItWentWithItsHeaders() {
        projections.project(
                received(EVENT),
                routed(EVENT),
                requested(EVENT),
                failed(EVENT, "da_1", EventStatus.PROCESSING),
                succeeded(EVENT, "da_2"));
        assertThat(projections.documents(AttemptDocument.COLLECTION)).containsOnlyKeys("da_1", "da_2");
        Document failure = projections.document(AttemptDocument.COLLECTION, "da_1");
        Document success = projections.document(AttemptDocument.COLLECTION, "da_2");
        assertThat(AttemptDocument.view(failure, "Billing"))
                .isEqualTo(new AttemptView(EVENT, target(EVENT), "Billing", failure("da_1"), false, null, null));
        assertThat(AttemptDocument.view(success, null))
                .isEqualTo(new AttemptView(EVENT, target(EVENT), null, success("da_2"), false, null, null));
        assertThat(failure.getString(AttemptDocument.STATUS)).isEqualTo(AttemptDocument.FAILED);
        assertThat(success.getString(AttemptDocument.STATUS)).isEqualTo(AttemptDocument.SUCCESS);
        assertThat(success.getString(AttemptDocument.DESTINATION_ID)).isEqualTo(DESTINATION);
    }
}
