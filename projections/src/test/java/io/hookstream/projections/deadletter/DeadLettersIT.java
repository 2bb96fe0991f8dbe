package io.hookstream.projections.deadletter;

import static io.hookstream.projections.Samples.EVENT;
import static io.hookstream.projections.Samples.SOURCE;
import static io.hookstream.projections.Samples.TENANT;
import static io.hookstream.projections.Samples.failed;
import static io.hookstream.projections.Samples.source;
import static io.hookstream.projections.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.hookstream.messages.Refused;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.projection.ProjectionQuery.DeadLetterView;
import io.hookstream.messages.projection.ProjectionQuery.ProjectionStatus;
import io.hookstream.messages.source.SourceEvent;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceEvent.SourceUpdated;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.event.EventDocument;
import io.hookstream.projections.source.SourceProjection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A domain event that a projection cannot handle holds up those of its own aggregate only, and none is lost. */
class DeadLettersIT extends WithDeadLetters {

    @Test
    void theOthersAreProjectedAndTheLetterIsShown() {
        poison.at(of(EVENT), "It has a flaw");
        projections.project(delivered(EVENT, "evt_2", "evt_3"));
        assertThat(projections.documents(EventDocument.COLLECTION)).containsOnlyKeys("evt_2", "evt_3");
        assertThat(statusOf("evt_2")).isEqualTo(EventStatus.DELIVERED);
        assertThat(counts()).containsEntry(SOURCE, 2L);

        ProjectionStatus status = status(EVENTS);
        assertThat(status.running()).isTrue();
        assertThat(status.lag()).isZero();
        assertThat(status.deadLetters()).isEqualTo(4);
        DeadLetterView oldest = status.oldestDeadLetter();
        assertThat(oldest.event()).endsWith("EventReceived");
        assertThat(oldest.aggregateId()).isEqualTo(EVENT);
        assertThat(oldest.cause()).isEqualTo("java.lang.IllegalArgumentException: It has a flaw");
        assertThat(oldest.since()).matches("20..-..-..T.*Z");
        assertThat(status(CONFIGURATION).deadLetters()).isZero();
        assertThat(status(CONFIGURATION).oldestDeadLetter()).isNull();
    }

    @Test
    void aLetterThatFailsAgainStaysAndTheOthersWaitBehindIt() {
        poison.at(of(EVENT));
        projections.project(delivered(EVENT));
        int failures = poison.failures();
        poison.at(of(EVENT), "Another flaw");
        retry(EVENTS, 0, 4);
        retry(EVENTS, 0, 4);
        assertThat(said.at(Level.WARN))
                .as("once per letter and cause")
                .satisfiesExactly(
                        first -> assertThat(first).contains("EventReceived", "The test has this event fail"),
                        second -> assertThat(second).contains("EventReceived", "Another flaw"));
        assertThat(poison.failures()).isEqualTo(failures + 2);
        assertThat(status(EVENTS).oldestDeadLetter().cause()).endsWith("Another flaw");
        projections.project(failed(EVENT, "da_late", EventStatus.FAILED));
        assertThat(poison.failures()).as("is not tried out of turn").isEqualTo(failures + 2);
        assertThat(status(EVENTS).deadLetters()).isEqualTo(5);
    }

    @Test
    void afterTheRepairAllIsHandledInItsOrder() {
        poison.at(of(EVENT));
        projections.project(delivered("evt_0", EVENT, "evt_2"));
        projections.project(failed(EVENT, "da_late", EventStatus.FAILED));
        poison.repair();
        retry(EVENTS, 5, 0);
        assertThat(statusOf(EVENT)).isEqualTo(EventStatus.FAILED);
        assertThat(counts()).containsEntry(SOURCE, 3L);
        assertThat(status(EVENTS).oldestDeadLetter()).isNull();
        projections.project(succeeded(EVENT, "da_last"));
        assertThat(statusOf(EVENT)).as("the next is handled at once").isEqualTo(EventStatus.DELIVERED);
        isAsAfterAReplay();
    }

    @Test
    void whatUsersSetUpIsKeptTheSameWay() {
        poison.at(event -> event instanceof SourceEvent source && source.id().equals(SOURCE));
        projections.project(
                new SourceCreated(SOURCE, TENANT, source("Stripe")),
                new SourceCreated("src_2", TENANT, source("Shop")),
                new SourceUpdated(SOURCE, TENANT, source("Stripe EU")));
        assertThat(projections.documents(SourceProjection.COLLECTION)).containsOnlyKeys("src_2");
        assertThat(status(CONFIGURATION).deadLetters()).isEqualTo(2);
        poison.repair();
        retry(CONFIGURATION, 2, 0);
        assertThat(projections.document(SourceProjection.COLLECTION, SOURCE).getString(ResourceDocument.NAME))
                .isEqualTo("Stripe EU");
        isAsAfterAReplay();
    }

    @Test
    void aResetForgetsTheLettersAndMeetsTheirEventsAgain() {
        poison.at(of(EVENT));
        projections.project(delivered(EVENT, "evt_2"));
        Map<String, Object> before = content();
        projections.reset(EVENTS);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(content()).isEqualTo(before));
        projections.awaitHead();
        assertThat(status(EVENTS).deadLetters()).isEqualTo(4);
        poison.repair();
        retry(EVENTS, 4, 0);
        assertThat(counts()).containsEntry(SOURCE, 2L);
        projections.reset(EVENTS);
        projections.awaitHead();
        assertThat(status(EVENTS).deadLetters()).isZero();
    }

    @Test
    void lettersAreTriedAgainOnASchedule() {
        poison.at(of(EVENT));
        projections.project(delivered(EVENT));
        reopen(Duration.ofMillis(100));
        int failures = poison.failures();
        await().atMost(PATIENCE).until(() -> poison.failures() > failures + 2);
        poison.repair();
        await().atMost(PATIENCE).until(() -> status(EVENTS).deadLetters() == 0);
        assertThat(statusOf(EVENT)).isEqualTo(EventStatus.DELIVERED);
    }

    @Test
    void whatIsNoProjectionHasNoLetters() {
        assertThatThrownBy(() -> projections.retryDeadLetters("router"))
                .isInstanceOf(Refused.class)
                .hasMessage("Projection not found");
    }
}
