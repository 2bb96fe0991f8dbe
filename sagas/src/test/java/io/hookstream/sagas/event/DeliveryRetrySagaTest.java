package io.hookstream.sagas.event;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.RetryPolicy;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventCommand.DeadLetterDelivery;
import io.hookstream.messages.event.InboundEventCommand.RetryDelivery;
import io.hookstream.messages.event.InboundEventCommand.ScheduleRetry;
import io.hookstream.messages.event.InboundEventEvent.DeliveryCancelled;
import io.hookstream.messages.event.InboundEventEvent.DeliveryDeadLettered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRecovered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryRequested;
import io.hookstream.sagas.SagaFixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.test.saga.SagaTestFixture;
import org.axonframework.test.saga.WhenState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryRetrySagaTest {

    private static final String EVENT = "evt_1";
    private static final Tenant TENANT = new Tenant("org_1", "env_1");
    private static final DeliveryTarget TARGET = new DeliveryTarget("dlv_1", "conn_1", "dst_1");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final RetryPolicy POLICY = new RetryPolicy(2, "exponential", List.of(30, 300), 0);

    private final SagaTestFixture<DeliveryRetrySaga> fixture = SagaFixtures.of(DeliveryRetrySaga.class);

    @Test
    void startsAtTheFirstFailureAndWaitsForTheFirstInterval() {
        given().whenPublishingA(failed(1, 0))
                .expectActiveSagas(1)
                .expectAssociationWith("deliveryId", "dlv_1")
                .expectDispatchedCommands(new ScheduleRetry(EVENT, "dlv_1", 2, NOW.plusSeconds(30)))
                .expectScheduledDeadline(Duration.ofSeconds(30), due(2));
    }

    @Test
    void asksForTheRetryWhenItIsDue() {
        given(failed(1, 0))
                .whenTimeElapses(Duration.ofSeconds(30))
                .expectDispatchedCommands(new RetryDelivery(EVENT, "dlv_1", 2))
                .expectActiveSagas(1);
    }

    @Test
    void waitsForTheNextIntervalAfterTheNextFailure() {
        given(failed(1, 0))
                .whenPublishingA(failed(2, 1))
                .expectActiveSagas(1)
                .expectDispatchedCommands(new ScheduleRetry(EVENT, "dlv_1", 3, NOW.plusSeconds(300)));
    }

    @Test
    void givesUpWhenNoRetriesAreLeft() {
        given(failed(1, 0), failed(2, 1))
                .whenPublishingA(failed(3, 2))
                .expectDispatchedCommands(new DeadLetterDelivery(EVENT, "dlv_1", 3, "no retries are left of 2"));
    }

    @Test
    void withoutRetriesItGivesUpAtOnce() {
        given().whenPublishingA(failed(attempt(1, "http_5xx"), 0, RetryPolicy.NONE, null))
                .expectDispatchedCommands(new DeadLetterDelivery(EVENT, "dlv_1", 1, "no retries are left of 0"))
                .expectNoScheduledDeadlines();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "transform_error"})
    void whatWouldFailAgainIsNotTriedAgain(String errorType) {
        given().whenPublishingA(failed(attempt(1, errorType), 0, POLICY, null))
                .expectDispatchedCommandsMatching(org.axonframework.test.matchers.Matchers.payloadsMatching(
                        org.axonframework.test.matchers.Matchers.exactSequenceOf(
                                org.axonframework.test.matchers.Matchers.predicate(
                                        DeadLetterDelivery.class::isInstance))))
                .expectNoScheduledDeadlines();
    }

    @Test
    void waitsAsLongAsTheDestinationAsksFor() {
        given().whenPublishingA(failed(attempt(1, "http_5xx"), 0, POLICY, NOW.plusSeconds(120)))
                .expectDispatchedCommands(new ScheduleRetry(EVENT, "dlv_1", 2, NOW.plusSeconds(120)))
                .expectScheduledDeadline(Duration.ofSeconds(120), due(2));
    }

    @Test
    void isNotHastenedByTheDestination() {
        given().whenPublishingA(failed(attempt(1, "http_5xx"), 0, POLICY, NOW.plusSeconds(2)))
                .expectDispatchedCommands(new ScheduleRetry(EVENT, "dlv_1", 2, NOW.plusSeconds(30)));
    }

    @Test
    void aPersonWhoRetriesSparesTheWait() {
        given(failed(1, 0))
                .whenPublishingA(
                        new DeliveryRetryRequested(EVENT, TENANT, "src_1", TARGET, "da_1", 2, true, "processing"))
                .expectNoScheduledDeadlines()
                .expectActiveSagas(1);
    }

    @Test
    void endsWhenItIsDeliveredDeadOrCancelled() {
        Stream.of(
                        new DeliveryRecovered(EVENT, TENANT, "src_1", TARGET, 1),
                        new DeliveryDeadLettered(
                                EVENT, TENANT, "src_1", TARGET, "da_1", "http_5xx", "no retries", "failed"),
                        new DeliveryCancelled(EVENT, TENANT, "src_1", TARGET, "deleted", "failed"))
                .forEach(end -> new DeliveryRetrySagaTest()
                        .given(failed(1, 0))
                        .whenPublishingA(end)
                        .expectActiveSagas(0)
                        .expectNoScheduledDeadlines());
    }

    private WhenState given(Object... events) {
        fixture.givenCurrentTime(NOW);
        var given = fixture.givenNoPriorActivity();
        for (Object event : events) {
            given = fixture.givenAPublished(event);
        }
        return given;
    }

    private static DeliveryRetrySaga.RetryDue due(int attempt) {
        return new DeliveryRetrySaga.RetryDue(EVENT, "dlv_1", "dst_1", attempt);
    }

    private static DeliveryFailed failed(int number, int retry) {
        return failed(attempt(number, "http_5xx"), retry, POLICY, null);
    }

    private static DeliveryFailed failed(Attempt attempt, int retry, RetryPolicy policy, Instant notBefore) {
        return new DeliveryFailed(EVENT, TENANT, "src_1", TARGET, attempt, "processing", retry, policy, notBefore);
    }

    /** It took 2 s, and is over now. */
    private static Attempt attempt(int number, String errorType) {
        return new Attempt(
                "da_" + number,
                number,
                false,
                503,
                errorType,
                "answered 503",
                Map.of(),
                Map.of(),
                "",
                2000,
                NOW.minusSeconds(2),
                1L,
                1L);
    }
}
