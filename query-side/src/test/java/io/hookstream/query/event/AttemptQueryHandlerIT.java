package io.hookstream.query.event;

import static io.hookstream.query.Samples.CONNECTION;
import static io.hookstream.query.Samples.DESTINATION;
import static io.hookstream.query.Samples.EVENT;
import static io.hookstream.query.Samples.SIBLING;
import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TARGET;
import static io.hookstream.query.Samples.TENANT;
import static io.hookstream.query.Samples.destinationCreated;
import static io.hookstream.query.Samples.failed;
import static io.hookstream.query.Samples.succeeded;
import static io.hookstream.query.Samples.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.event.AttemptView;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.EventQuery.Attempts;
import io.hookstream.messages.event.EventQuery.FindAttempt;
import io.hookstream.messages.event.EventQuery.ListAttempts;
import io.hookstream.query.WithReadModels;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttemptQueryHandlerIT extends WithReadModels {

    /** What the attempts of a test are selected by. */
    private record By(
            @Nullable String eventId,
            @Nullable String connectionId,
            @Nullable String destinationId,
            @Nullable String status,
            @Nullable Boolean dead) {

        static final By NOTHING = new By(null, null, null, null, null);
    }

    @BeforeEach
    void attempt() {
        DeliveryTarget other = new DeliveryTarget("dlv_2", "conn_2", "dst_2");
        models.write(
                destinationCreated(DESTINATION),
                failed(EVENT, "da_1"),
                succeeded(EVENT, "da_2"),
                succeeded(EVENT, "da_3", TENANT, other),
                failed("evt_2", "da_4"),
                succeeded("evt_9", "da_9", STRANGER, TARGET));
    }

    private Attempts list(Tenant tenant, By by, int offset, int limit) {
        return models.ask(
                new ListAttempts(
                        tenant,
                        by.eventId(),
                        by.connectionId(),
                        by.destinationId(),
                        by.status(),
                        by.dead(),
                        offset,
                        limit),
                Attempts.class);
    }

    private List<String> ids(By by) {
        Attempts attempts = list(TENANT, by, 0, 100);
        assertThat(attempts.total()).isEqualTo(attempts.attempts().size());
        return ids(attempts);
    }

    private static List<String> ids(Attempts attempts) {
        return attempts.attempts().stream()
                .map(attempt -> attempt.attempt().id())
                .toList();
    }

    @Test
    void listsTheNewestFirstSelectedByEachField() {
        assertThat(ids(By.NOTHING)).containsExactly("da_4", "da_3", "da_2", "da_1");
        assertThat(ids(new By(EVENT, null, null, null, null))).containsExactly("da_3", "da_2", "da_1");
        assertThat(ids(new By(null, CONNECTION, null, null, null))).containsExactly("da_4", "da_2", "da_1");
        assertThat(ids(new By(null, null, "dst_2", null, null))).containsExactly("da_3");
        assertThat(ids(new By(null, null, null, "failed", null))).containsExactly("da_4", "da_1");
        assertThat(ids(new By(null, null, null, "success", null))).containsExactly("da_3", "da_2");
        assertThat(ids(new By(null, null, null, null, true))).isEmpty();
        assertThat(ids(new By(null, null, null, null, false))).hasSize(4);
        assertThat(ids(new By(EVENT, CONNECTION, DESTINATION, "failed", false))).containsExactly("da_1");
        assertThat(ids(new By("evt_2", null, "dst_2", null, null))).isEmpty();
    }

    @Test
    void anOffsetSkipsTheNewestAndTheTotalIsOfAll() {
        Attempts first = list(TENANT, By.NOTHING, 0, 2);
        Attempts middle = list(TENANT, By.NOTHING, 2, 2);
        Attempts last = list(TENANT, By.NOTHING, 3, 2);
        Attempts none = list(TENANT, By.NOTHING, 4, 2);
        assertThat(ids(first)).containsExactly("da_4", "da_3");
        assertThat(ids(middle)).containsExactly("da_2", "da_1");
        assertThat(ids(last)).containsExactly("da_1");
        assertThat(ids(none)).isEmpty();
        assertThat(List.of(first, middle, last, none))
                .extracting(Attempts::total)
                .containsOnly(4L);
    }

    @Test
    void findsAnAttemptWithTheNameOfItsDestination() {
        assertThat(models.ask(new FindAttempt("da_2", TENANT), AttemptView.class))
                .isEqualTo(
                        new AttemptView(EVENT, TARGET, "Name of " + DESTINATION, success("da_2"), false, null, null));
        assertThat(models.ask(new FindAttempt("da_3", TENANT), AttemptView.class)
                        .destinationName())
                .as("of a destination that is not there")
                .isNull();
        assertThat(models.ask(new FindAttempt("da_none", TENANT), AttemptView.class))
                .isNull();
    }

    @Test
    void theNameOfADeletedDestinationIsNull() {
        models.write(new DestinationDeleted(DESTINATION, TENANT));
        assertThat(models.ask(new FindAttempt("da_2", TENANT), AttemptView.class)
                        .destinationName())
                .isNull();
        assertThat(list(TENANT, By.NOTHING, 0, 100).attempts())
                .extracting(AttemptView::destinationName)
                .containsOnlyNulls();
    }

    @Test
    void anotherTenantSeesNothing() {
        assertThat(models.ask(new FindAttempt("da_2", STRANGER), AttemptView.class))
                .isNull();
        assertThat(models.ask(new FindAttempt("da_2", SIBLING), AttemptView.class))
                .isNull();
        assertThat(list(SIBLING, By.NOTHING, 0, 100)).isEqualTo(new Attempts(List.of(), 0));
        assertThat(ids(list(STRANGER, By.NOTHING, 0, 100))).containsExactly("da_9");
        assertThat(list(STRANGER, new By(EVENT, CONNECTION, DESTINATION, null, null), 0, 100))
                .isEqualTo(new Attempts(List.of(), 0));
    }
}
