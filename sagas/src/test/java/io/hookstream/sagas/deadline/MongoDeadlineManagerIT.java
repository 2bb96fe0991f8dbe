package io.hookstream.sagas.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.DeleteManyModel;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.WriteModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.saga.SagaScopeDescriptor;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MongoDeadlineManagerIT extends WithDeadlines {

    private static final Duration NEVER = Duration.ofDays(300);
    private static final SagaScopeDescriptor OTHER = new SagaScopeDescriptor("RetrySaga", "saga-2");
    private static final Retry RETRY = new Retry("dlv_1", Instant.parse("2026-01-02T03:04:05.678901Z"));

    private MongoDeadlineManager manager;

    @BeforeEach
    void start() {
        manager = started();
    }

    @Test
    void aDeadlineReachesItsSagaWithWhatItWasScheduledWithAndIsGone() {
        Instant due = Instant.now().plusMillis(200);
        manager.registerDispatchInterceptor(
                messages -> (index, message) -> message.andMetaData(MetaData.with("traceId", "t-1")));

        String id = manager.schedule(due, NAME, RETRY, SAGA);

        await().until(() -> fired.size() == 1 && pending() == 0);
        Fired only = fired.remove();
        assertThat(only.payload()).isEqualTo(RETRY);
        assertThat(only.saga()).isEqualTo("saga-1");
        assertThat(only.message().getDeadlineName()).isEqualTo(NAME);
        assertThat(only.message().getIdentifier()).isEqualTo(id);
        assertThat(only.message().getMetaData()).containsEntry("traceId", "t-1");
        assertThat(only.message().getTimestamp()).isBetween(due, only.at());
    }

    @Test
    void aDeadlineNeedsNoPayload() {
        manager.schedule(Duration.ZERO, NAME, null, SAGA);
        await().until(() -> fired.size() == 1 && pending() == 0);
        assertThat(fired.remove().message().getPayload()).isNull();
    }

    @Test
    void theSameDeadlineIsScheduledOnce() {
        Instant due = Instant.now().plus(NEVER);
        String id = manager.schedule(due, NAME, RETRY, SAGA);
        assertThat(manager.schedule(due, NAME, RETRY, SAGA)).isEqualTo(id);
        assertThat(pending()).isEqualTo(1);

        assertThat(List.of(
                        manager.schedule(due, "expire", RETRY, SAGA),
                        manager.schedule(due, NAME, null, SAGA),
                        manager.schedule(due, NAME, RETRY, OTHER)))
                .doesNotHaveDuplicates()
                .doesNotContain(id);
        assertThat(pending()).isEqualTo(4);
    }

    @Test
    void aDeadlineIsMovedToAnotherTime() {
        manager.schedule(NEVER, NAME, RETRY, SAGA);
        manager.schedule(Duration.ofMillis(100), NAME, RETRY, SAGA);
        await().until(() -> fired.size() == 1 && pending() == 0);
    }

    @Test
    void aSagaMayScheduleTheDeadlineThatItIsHandling() {
        sagas = reached -> {
            fired.add(reached);
            if (fired.size() < 5) {
                manager.schedule(Duration.ofMillis(20), NAME, null, SAGA);
            }
        };
        manager.schedule(Duration.ZERO, NAME, null, SAGA);
        await().until(() -> fired.size() == 5 && pending() == 0);
    }

    /** As when its event is handled again after a crash. */
    @Test
    void aDeadlineThatIsBeingHandledIsNotScheduledAgainForTheSameTime() {
        Instant due = Instant.now();
        sagas = reached -> {
            fired.add(reached);
            manager.schedule(due, NAME, null, SAGA);
        };
        manager.schedule(due, NAME, null, SAGA);
        await().until(() -> pending() == 0);
        await().during(Duration.ofMillis(300)).until(() -> fired.size() == 1);
    }

    @Test
    void whatABatchSchedulesAndCancelsIsWrittenInItsOrderWhenItPreparesItsCommit() {
        UnitOfWork<?> batch = DefaultUnitOfWork.startAndGet(null);
        manager.schedule(NEVER, "first", null, SAGA);
        manager.schedule(NEVER, "second", null, SAGA);
        manager.cancelAllWithinScope("first", SAGA);
        assertThat(pending()).isZero();
        batch.onCommit(token -> assertThat(pending()).isEqualTo(2));
        batch.onPrepareCommit(later -> manager.schedule(NEVER, "third", null, SAGA));

        batch.commit();

        assertThat(deadlines().distinct("name", String.class)).containsExactlyInAnyOrder("second", "third");
    }

    @Test
    void aBatchThatFailsSchedulesNothing() {
        UnitOfWork<?> batch = DefaultUnitOfWork.startAndGet(null);
        manager.schedule(NEVER, NAME, null, SAGA);
        batch.rollback();
        assertThat(pending()).isZero();
    }

    @Test
    void whatIsScheduledAfterTheCommitIsWrittenTheSame() {
        UnitOfWork<?> batch = DefaultUnitOfWork.startAndGet(null);
        batch.afterCommit(committed -> manager.schedule(NEVER, NAME, null, SAGA));
        batch.commit();
        assertThat(pending()).isEqualTo(1);
    }

    @Test
    void cancelsOneOrAllOfANameOrThoseOfASaga() {
        String id = manager.schedule(NEVER, NAME, null, SAGA);
        manager.schedule(NEVER, NAME, RETRY, SAGA);
        manager.schedule(NEVER, NAME, null, OTHER);
        manager.schedule(NEVER, "expire", null, SAGA);

        manager.cancelSchedule("expire", id);
        assertThat(pending()).isEqualTo(4);
        manager.cancelSchedule(NAME, id);
        assertThat(pending()).isEqualTo(3);
        manager.cancelAllWithinScope(NAME, SAGA);
        assertThat(pending()).isEqualTo(2);
        manager.cancelAll(NAME);
        assertThat(deadlines().distinct("name", String.class)).containsExactly("expire");
    }

    @Test
    void bringsAGroupForward() {
        manager.schedule(NEVER, NAME, new Waiting("dlv_1", "dst_1"), SAGA);
        manager.schedule(NEVER, NAME, new Waiting("dlv_2", "dst_1"), OTHER);
        manager.schedule(NEVER, NAME, new Waiting("dlv_3", "dst_2"), OTHER);

        manager.hasten("dst_1");

        await().until(() -> fired.size() == 2 && pending() == 1);
        assertThat(fired)
                .extracting(Fired::payload)
                .containsExactlyInAnyOrder(new Waiting("dlv_1", "dst_1"), new Waiting("dlv_2", "dst_1"));
    }

    @Test
    void aDeadlineThatFailsIsTriedAgainAfterAPause() {
        sagas = reached -> {
            fired.add(reached);
            if (fired.size() == 1) {
                throw new IllegalStateException("no server");
            }
        };
        manager.schedule(Duration.ZERO, NAME, RETRY, SAGA);

        await().until(() -> fired.size() == 2 && pending() == 0);

        Instant first = fired.remove().at();
        assertThat(fired.remove().at()).isAfter(first.plusMillis(900));
    }

    @Test
    void thePauseGrowsToFiveMinutes() {
        assertThat(List.of(1, 2, 3, 10, 1_000))
                .extracting(DeadlinePoller::pauseAfter)
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 300L, 300L);
    }

    @Test
    void aDeadlineOfASagaThatNobodyKnowsHereWaitsForSomebodyWhoDoes() {
        manager.schedule(Duration.ZERO, NAME, null, new SagaScopeDescriptor("LaterSaga", "saga-3"));
        await().until(() -> deadlines().find().first().getInteger(Deadline.TRIES) > 0);
        assertThat(fired).isEmpty();
    }

    @Test
    void onlySagasHaveDeadlines() {
        assertThatThrownBy(() -> manager.schedule(NEVER, NAME, null, () -> "aggregate"))
                .hasMessage("Only sagas have deadlines, not aggregate");
    }

    @Test
    void startsAgainAfterAStop() {
        manager.stop();
        assertThat(manager.isRunning()).isFalse();
        manager.schedule(Duration.ZERO, NAME, null, SAGA);
        await().during(Duration.ofMillis(200)).until(fired::isEmpty);
        manager.start();
        assertThat(manager.isRunning()).isTrue();
        await().until(() -> fired.size() == 1);
    }

    @Test
    void everyQueryHasAnIndex() {
        for (int i = 0; i < 100; i++) {
            manager.schedule(NEVER, NAME + i, new Waiting("dlv_" + i, "dst_" + i), SAGA);
        }
        Instant now = Instant.now();
        assertThat(Explained.of(new MongoDeadlineStore(database()).due(now, now, 100)))
                .isEqualTo(new Explained("IXSCAN", "due_at_1", 0));
        assertIndexed(MongoDeadlineStore.cancelAll(NAME + 7), "name_1_scope_id_1");
        assertIndexed(MongoDeadlineStore.cancelAll(NAME + 7, SAGA), "name_1_scope_id_1");
        assertIndexed(MongoDeadlineStore.hasten("dst_7", now), "group_1_due_at_1");
    }

    private void assertIndexed(WriteModel<Document> write, String index) {
        Bson filter = switch (write) {
            case DeleteManyModel<Document> delete -> delete.getFilter();
            case UpdateManyModel<Document> update -> update.getFilter();
            default -> throw new AssertionError(write);
        };
        assertThat(Explained.of(deadlines().find(filter))).isEqualTo(new Explained("IXSCAN", index, 1));
    }
}
