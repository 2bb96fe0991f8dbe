package io.hookstream.sagas.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.axonframework.modelling.saga.SagaScopeDescriptor;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many deadlines, several processes, and processes that end. */
class ManyDeadlinesIT extends WithDeadlines {

    private static final Logger log = LoggerFactory.getLogger(ManyDeadlinesIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static SagaScopeDescriptor saga(int number) {
        return new SagaScopeDescriptor(SAGA.getType(), "saga-" + number);
    }

    private List<String> firedSagas() {
        return fired.stream().map(Fired::saga).toList();
    }

    @Test
    void twoProcessesHandleEachOnce() {
        MongoDeadlineManager first = manager();
        MongoDeadlineManager second = manager();
        Instant now = Instant.now();
        for (int i = 0; i < 2_000; i++) {
            first.schedule(now.plusMillis(i % 500), NAME, null, saga(i));
        }
        first.start();
        second.start();

        await().atMost(PATIENCE).until(() -> pending() == 0);

        assertThat(firedSagas()).hasSize(2_000).doesNotHaveDuplicates();
    }

    @Test
    void whatWasNotHandledAtAStopIsHandledAfterTheNextStart() {
        CountDownLatch stopped = new CountDownLatch(1);
        sagas = reached -> {
            stopped.await();
            fired.add(reached);
        };
        MongoDeadlineManager first = started();
        for (int i = 0; i < 300; i++) {
            first.schedule(Duration.ZERO, NAME, null, saga(i));
        }
        await().until(() -> deadlines().countDocuments(Filters.exists(Deadline.CLAIMED_BY)) >= 100);
        Thread.ofVirtual().start(() -> {
            await().pollDelay(Duration.ofMillis(200)).until(() -> true);
            stopped.countDown();
        });
        first.stop();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(deadlines().countDocuments(Filters.exists(Deadline.CLAIMED_BY)))
                        .isZero());
        assertThat(fired).hasSizeBetween(1, 100);

        started();

        await().atMost(PATIENCE).until(() -> pending() == 0);
        assertThat(firedSagas()).hasSize(300).doesNotHaveDuplicates();
    }

    /** As after {@code kill -9}: nobody gives back what that process had claimed. */
    @Test
    void whatAProcessHadClaimedWhenItWasKilledIsHandledByAnotherAfterItsLease() {
        MongoDeadlineManager survivor = manager();
        survivor.schedule(Duration.ZERO, NAME, null, SAGA);
        Instant lease = Instant.now().plusMillis(1_500);
        deadlines()
                .updateMany(
                        new Document(),
                        Updates.combine(
                                Updates.set(Deadline.CLAIMED_BY, "killed-1"),
                                Updates.set(Deadline.LEASE_UNTIL, Date.from(lease))));

        survivor.start();

        await().atMost(PATIENCE).until(() -> pending() == 0);
        assertThat(fired).hasSize(1);
        assertThat(fired.remove().at()).isBetween(lease.minusMillis(1), lease.plusSeconds(5));
    }

    @Test
    void whatTakesLongerThanALeaseIsStillHandledOnce() {
        sagas = reached -> {
            fired.add(reached);
            await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
        };
        MongoDeadlineManager first = manager(Duration.ofSeconds(3));
        MongoDeadlineManager second = manager(Duration.ofSeconds(3));
        first.schedule(Duration.ZERO, NAME, null, SAGA);
        first.start();
        second.start();

        await().atMost(PATIENCE).until(() -> pending() == 0);

        assertThat(fired).hasSize(1);
    }

    @Test
    void amongAHundredThousandThatWaitThoseThatAreDueAreOnTime() {
        MongoDeadlineManager manager = started();
        fill(100_000);
        Instant begin = Instant.now().plusSeconds(4);
        for (int i = 0; i < 200; i++) {
            Instant due = begin.plusMillis(10L * i);
            manager.schedule(due, NAME, new Retry("dlv_" + i, due), saga(i));
        }

        await().atMost(PATIENCE).until(() -> fired.size() >= 200 && pending() == 100_000);

        assertThat(firedSagas()).hasSize(200).doesNotHaveDuplicates();
        long[] late = fired.stream()
                .mapToLong(each -> Duration.between(((Retry) each.payload()).dueAt(), each.at())
                        .toMillis())
                .sorted()
                .toArray();
        log.warn(
                "late by: least {} ms, p50 {} ms, p95 {} ms, p99 {} ms, most {} ms",
                late[0],
                late[100],
                late[190],
                late[198],
                late[199]);
        assertThat(late[0]).isNotNegative();
        assertThat(late[100]).isLessThanOrEqualTo(100);
    }

    /** Of other sagas, due over the next hours. */
    private void fill(int count) {
        Instant now = Instant.now();
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant due = now.plusSeconds(3_600 + i);
            Deadline deadline = new Deadline("other-" + i, NAME, saga(1_000 + i), null, null, "{}", null, due, 0);
            Document document = new Document(Deadline.ID, deadline.id());
            document.putAll(deadline.fields(now));
            documents.add(document);
            if (documents.size() == 1_000) {
                deadlines().insertMany(documents, new InsertManyOptions().ordered(false));
                documents.clear();
            }
        }
    }
}
