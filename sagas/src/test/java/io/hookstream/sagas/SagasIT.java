package io.hookstream.sagas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Updates;
import io.hookstream.sagas.ReminderSaga.Paid;
import io.hookstream.sagas.ReminderSaga.Placed;
import io.hookstream.sagas.deadline.Explained;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.AssociationValuesImpl;
import org.axonframework.modelling.saga.SagaStorageException;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SagasIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Placed LATER = new Placed("ord_1", Duration.ofDays(1).toMillis(), 3);

    @TempDir
    Path directory;

    private final List<String> witnessed = new CopyOnWriteArrayList<>();

    /** How often the next event still fails. */
    private final AtomicInteger failing = new AtomicInteger();

    private RunningSagas sagas;

    @BeforeEach
    void start() {
        sagas = new RunningSagas(directory, new ReminderSaga.Witness() {
            @Override
            public void placed(Placed event) {
                witnessed.add("placed " + event.orderId());
                if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new IllegalStateException("no server");
                }
            }

            @Override
            public void reminded(String orderId, int number) {
                witnessed.add("reminded " + orderId + " " + number);
            }

            @Override
            public void paid(String orderId) {
                witnessed.add("paid " + orderId);
            }
        });
    }

    @AfterEach
    void stop() {
        sagas.close();
    }

    private void restart() {
        stop();
        start();
    }

    private void awaitWitnessed(String... expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(witnessed).containsExactly(expected));
    }

    private void awaitNothingLeft() {
        await().atMost(PATIENCE)
                .until(() -> sagas.sagas().countDocuments() + sagas.deadlines().countDocuments() == 0);
    }

    private void awaitStored() {
        await().atMost(PATIENCE)
                .until(() ->
                        sagas.sagas().countDocuments() == 1 && sagas.deadlines().countDocuments() == 1);
    }

    @Test
    void aSagaIsWokenAsOftenAsItAsksAndEnds() {
        sagas.append(new Placed("ord_1", 50, 3));
        awaitWitnessed("placed ord_1", "reminded ord_1 1", "reminded ord_1 2", "reminded ord_1 3");
        awaitNothingLeft();
        assertThat(sagas.processor().processingStatus()).hasSize(2);
    }

    @Test
    void aSagaThatEndsTakesItsDeadlinesAlong() {
        sagas.append(LATER);
        awaitStored();
        sagas.append(new Paid("ord_1"));
        awaitNothingLeft();
        assertThat(witnessed).containsExactly("placed ord_1", "paid ord_1");
    }

    @Test
    void aSagaAndItsDeadlineOutliveTheProcess() {
        sagas.append(new Placed("ord_1", 3_000, 2));
        awaitStored();
        stop();
        assertThat(witnessed).containsExactly("placed ord_1");
        start();
        awaitWitnessed("placed ord_1", "reminded ord_1 1", "reminded ord_1 2");
        awaitNothingLeft();
        restart();
        await().during(Duration.ofMillis(500)).until(() -> witnessed.size() == 3);
    }

    @Test
    void whatBecameDueWhileNothingRanIsHandledAtTheNextStart() {
        sagas.append(new Placed("ord_1", 2_500, 1));
        awaitStored();
        stop();
        await().pollDelay(Duration.ofMillis(2_500)).until(() -> true);
        start();
        awaitWitnessed("placed ord_1", "reminded ord_1 1");
    }

    @Test
    void anEventThatASagaCannotHandleIsHandledAgainAndNotPassedOver() {
        failing.set(2);
        sagas.append(LATER);
        awaitStored();
        assertThat(witnessed).containsExactly("placed ord_1", "placed ord_1", "placed ord_1");
    }

    @Test
    void aBatchThatEndedBeforeItsTokenLeavesOneSagaAndOneDeadline() {
        AtomicInteger interrupted = new AtomicInteger();
        sagas.beforeToken(() -> {
            if (sagas.deadlines().countDocuments() > 0 && interrupted.incrementAndGet() == 1) {
                throw new IllegalStateException("The test has the batch end here");
            }
        });
        sagas.append(LATER);
        await().atMost(PATIENCE).until(() -> interrupted.get() > 1);
        assertThat(sagas.sagas().countDocuments()).isEqualTo(1);
        assertThat(sagas.deadlines().countDocuments()).isEqualTo(1);
    }

    @Test
    void aSagaIsReadWhateverFieldsALaterVersionHasAdded() {
        sagas.append(new Placed("ord_1", 2_500, 2));
        awaitStored();
        Document stored = Objects.requireNonNull(sagas.sagas().find().first());
        String json = new String(stored.get("serializedSaga", Binary.class).getData(), StandardCharsets.UTF_8);
        assertThat(json).contains("\"placed_at\":\"").doesNotContain("witness", "deadlines");
        String later = "{\"later\":{\"x\":1}," + json.substring(1);
        sagas.sagas()
                .updateOne(
                        new Document(),
                        Updates.set("serializedSaga", new Binary(later.getBytes(StandardCharsets.UTF_8))));
        awaitWitnessed("placed ord_1", "reminded ord_1 1", "reminded ord_1 2");
    }

    /** As the store asks for them. */
    @Test
    void sagasAreFoundByAnIndex() {
        sagas.append(LATER, new Placed("ord_2", LATER.everyMillis(), 1));
        await().atMost(PATIENCE).until(() -> sagas.sagas().countDocuments() == 2);
        Document stored = Objects.requireNonNull(
                sagas.sagas().find(new Document("associations.value", "ord_1")).first());
        assertThat(Explained.of(sagas.sagas()
                        .find(new Document("sagaType", ReminderSaga.class.getName())
                                .append("associations", new Document("key", "orderId").append("value", "ord_1")))))
                .isEqualTo(new Explained("IXSCAN", "sagaType_1_associations_1", 1));
        assertThat(Explained.of(sagas.sagas().find(new Document("sagaIdentifier", stored.getString("sagaIdentifier")))))
                .isEqualTo(new Explained("IXSCAN", "sagaIdentifier_1", 1));
        assertThat(sagas.store().findSagas(ReminderSaga.class, new AssociationValue("orderId", "ord_1")))
                .containsExactly(stored.getString("sagaIdentifier"));
    }

    @Test
    void whatAnotherProcessHasChangedIsNotOverwritten() {
        sagas.append(LATER);
        awaitStored();
        String id = Objects.requireNonNull(sagas.sagas().find().first()).getString("sagaIdentifier");
        SagaStore.Entry<ReminderSaga> mine = sagas.store().loadSaga(ReminderSaga.class, id);
        SagaStore.Entry<ReminderSaga> theirs = sagas.store().loadSaga(ReminderSaga.class, id);
        var values = new AssociationValuesImpl(Set.of(new AssociationValue("orderId", "ord_1")));

        sagas.store().updateSaga(ReminderSaga.class, id, theirs.saga(), values);
        sagas.store().updateSaga(ReminderSaga.class, id, theirs.saga(), values);

        assertThatThrownBy(() -> sagas.store().updateSaga(ReminderSaga.class, id, mine.saga(), values))
                .isInstanceOf(SagaStorageException.class)
                .hasMessageContaining("changed by another process");
    }
}
