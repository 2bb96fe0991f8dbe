package io.hookstream.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.delivery.WithPipeline;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.event.InboundEventCommand.RecordAttempts;
import io.hookstream.messages.event.InboundEventEvent.DeliveryCancelled;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LanesIT extends WithPipeline {

    private long queued() {
        return pipeline.database().getCollection("lane_queue").countDocuments();
    }

    private void awaitQueued(int count) {
        await().untilAsserted(() -> assertThat(queued()).isEqualTo(count));
    }

    /** What was queued together. */
    private void awaitReceivedInOrder(int count) {
        await().untilAsserted(() -> assertThat(receiver.requests).hasSize(count));
        assertThat(receiver.bodies()).isEqualTo(bodies(0, count));
    }

    @Test
    void deliversWhatComesOnceAndRecordsIt() {
        create("dst_1", settings("/hook", true, 16));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        ingest("evt_1", "src_1", "{\"a\":1}");
        awaitLogged(DeliverySucceeded.class, 1);
        awaitQueued(0);
        receivesNoMoreThan(List.of("{\"a\":1}"));
        assertThat(receiver.requests.getFirst().eventId()).isEqualTo("evt_1");
        assertThat(pipeline.log(DeliverySucceeded.class).getFirst().attempt().statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatHasArrivedKeepsNobodyWaitingWhileTheLogIsSlowButNotWithoutEnd() {
        CountDownLatch held = new CountDownLatch(1);
        pipeline.hold(RecordAttempts.class, held);
        create("dst_1", settings("/hook", false, 1));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        ingest(0, 100);
        awaitQueued(100);
        update("dst_1", settings("/hook", true, 1));
        awaitReceived(bodies(0, 1 + Lane.UNRECORDED));
        receivesNoMoreThan(bodies(0, 1 + Lane.UNRECORDED));
        held.countDown();
        awaitLogged(DeliverySucceeded.class, 100);
        awaitReceivedInOrder(100);
        awaitQueued(0);
    }

    @Test
    void sendsNothingAgainAfterACleanRestart() {
        create("dst_1", settings("/hook", true, 1));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        ingest(0, 30);
        awaitLogged(DeliverySucceeded.class, 30);
        restart();
        restart();
        awaitCaughtUp();
        await().during(A_WHILE)
                .untilAsserted(() -> assertThat(receiver.requests).hasSize(30));
        awaitQueued(0);
    }

    @Test
    void sendsWhatWasQueuedAfterARestartInOrder() {
        create("dst_1", settings("/hook", false, 1));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        ingest(0, 20);
        awaitQueued(20);
        restart();
        ingest(20, 30);
        awaitQueued(30);
        receivesNoMoreThan(List.of());
        update("dst_1", settings("/hook", true, 1));
        awaitReceivedInOrder(30);
        awaitQueued(0);
    }

    @Test
    void sendsNothingOfAnOldQueueBeforeItHasSeenTheWholeLog() throws IOException {
        create("dst_1", settings("/hook", false, 1));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        ingest(0, 20);
        awaitQueued(20);
        pipeline.close();
        // The document store loses what follows, as if the process had been killed before it was on disk.
        Files.copy(directory.resolve("documents.db"), directory.resolve("before.db"));
        start();
        update("dst_1", settings("/hook", true, 1));
        awaitLogged(DeliverySucceeded.class, 20);
        pipeline.close();
        Files.copy(
                directory.resolve("before.db"), directory.resolve("documents.db"), StandardCopyOption.REPLACE_EXISTING);
        start();
        awaitQueued(0);
        ingest(20, 21);
        awaitReceivedInOrder(21);
    }

    @Test
    void sendsMoreThanItsWindowInOrder() {
        properties.put("hookstream.delivery.window", "40");
        restart();
        create("dst_1", settings("/hook", false, 1));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        ingest(0, 200);
        awaitQueued(200);
        update("dst_1", settings("/hook", true, 1));
        awaitReceivedInOrder(200);
        awaitQueued(0);
    }

    @Test
    void hasNoMoreOpenThanTheDestinationAllowsAndHoldsUpNoOther() {
        receiver.hold();
        create("dst_1", settings("/slow", true, 3));
        create("dst_2", settings("/other", true, 3));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        ingest(0, 10);
        await().untilAsserted(() -> assertThat(receiver.requests).hasSize(3));
        pipeline.append(connected("conn_2", "src_2", "dst_2"));
        ingest("evt_other", "src_2", "other");
        await().untilAsserted(() ->
                assertThat(receiver.requests).anyMatch(r -> r.path().equals("/other")));
        receiver.release();
        awaitLogged(DeliverySucceeded.class, 11);
        assertThat(receiver.mostAtOnce()).isEqualTo(4);
    }

    @Test
    void sendsNothingTwiceIfASegmentIsLostAndClaimedAgain() {
        receiver.hold();
        create("dst_1", settings("/hook", true, 2));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        ingest(0, 4);
        await().untilAsserted(() -> assertThat(receiver.requests).hasSize(2));
        for (int segment : List.of(0, 1)) {
            pipeline.processor(LaneProcessor.NAME).releaseSegment(segment, 3, TimeUnit.SECONDS);
        }
        await().until(() ->
                pipeline.processor(LaneProcessor.NAME).processingStatus().isEmpty());
        ingest(4, 6);
        await().until(() -> pipeline.caughtUp(LaneProcessor.NAME));
        await().during(A_WHILE)
                .untilAsserted(() -> assertThat(receiver.requests).hasSize(2));
        receiver.release();
        awaitLogged(DeliverySucceeded.class, 6);
        awaitQueued(0);
        assertThat(receiver.bodies()).containsExactlyInAnyOrderElementsOf(bodies(0, 6));
    }

    @Test
    void cancelsWhatIsQueuedForAPausedDestinationThatIsDeleted() {
        create("dst_1", settings("/hook", false, 16));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        ingest(0, 20);
        awaitQueued(20);
        pipeline.append(new DestinationDeleted("dst_1", TENANT));
        awaitLogged(DeliveryCancelled.class, 20);
        awaitQueued(0);
        assertThat(receiver.requests).isEmpty();
    }

    @Test
    void cancelsWhatIsQueuedForADestinationThatWasDeletedBeforeARestart() {
        create("dst_1", settings("/hook", false, 16));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        ingest(0, 5);
        awaitQueued(5);
        pipeline.append(new DestinationDeleted("dst_1", TENANT));
        restart();
        awaitLogged(DeliveryCancelled.class, 5);
        ingest(5, 6);
        awaitLogged(DeliveryCancelled.class, 6);
        awaitQueued(0);
        assertThat(receiver.requests).isEmpty();
    }

    @Test
    void pausesFromTheMomentThatTheLogSays() {
        create("dst_1", settings("/hook", true, 1));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        ingest(0, 1);
        awaitLogged(DeliverySucceeded.class, 1);
        update("dst_1", settings("/hook", false, 1));
        ingest(1, 4);
        awaitQueued(3);
        receivesNoMoreThan(bodies(0, 1));
    }
}
