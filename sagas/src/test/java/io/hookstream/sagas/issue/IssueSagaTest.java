package io.hookstream.sagas.issue;

import static org.axonframework.test.matchers.Matchers.equalTo;
import static org.axonframework.test.matchers.Matchers.listWithAllOf;
import static org.axonframework.test.matchers.Matchers.messageWithPayload;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.destination.RetryPolicy;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.issue.IssueCommand.OpenIssue;
import io.hookstream.messages.issue.IssueCommand.ResolveIssue;
import io.hookstream.messages.issue.IssueEvent.IssueReopened;
import io.hookstream.messages.issue.IssueEvent.IssueResolved;
import io.hookstream.messages.issue.Occurrence;
import io.hookstream.sagas.SagaFixtures;
import io.hookstream.sagas.SagasProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.messaging.Message;
import org.axonframework.test.saga.ContinuedGivenState;
import org.axonframework.test.saga.SagaTestFixture;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IssueSagaTest {

    private static final Tenant TENANT = new Tenant("org_1", "env_1");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration QUIET = Duration.ofMinutes(30);
    private static final Duration SOON = Duration.ofMinutes(20);

    private final SagaTestFixture<IssueSaga> fixture = SagaFixtures.of(IssueSaga.class);
    private final Positions positions = new Positions();

    @BeforeEach
    void prepare() {
        fixture.registerResource(new SagasProperties(QUIET));
        fixture.registerParameterResolverFactory(positions);
        fixture.givenCurrentTime(NOW);
    }

    private static DeliveryFailed failed(int attempt, String errorType) {
        return new DeliveryFailed(
                "evt_" + attempt,
                TENANT,
                "src_1",
                new DeliveryTarget("dlv_" + attempt, "conn_1", "dst_1"),
                new Attempt(
                        "da_" + attempt,
                        1,
                        false,
                        null,
                        errorType,
                        "refused",
                        Map.of(),
                        Map.of(),
                        null,
                        5,
                        NOW,
                        null,
                        null),
                "processing",
                0,
                RetryPolicy.NONE,
                null);
    }

    private static DeliveryFailed failed(int attempt) {
        return failed(attempt, "timeout");
    }

    private static OpenIssue open(int attempt) {
        return new OpenIssue("iss_" + attempt, TENANT, "dst_1", "timeout", "Refused");
    }

    private static IssueResolved resolved(int attempt) {
        return new IssueResolved("iss_" + attempt, TENANT, "dst_1", "timeout", true);
    }

    private static IssueReopened reopened(int attempt) {
        return new IssueReopened("iss_" + attempt, TENANT, "dst_1", "timeout");
    }

    /** The fixture's deadline manager does not move a deadline that is there already, so they come more than once. */
    private static Matcher<List<Message<?>>> resolving(String... ids) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Matcher<Message<?>>[] all = Stream.of(ids)
                .map(id -> messageWithPayload(equalTo(new ResolveIssue(id))))
                .toArray(Matcher[]::new);
        return listWithAllOf(all);
    }

    private ContinuedGivenState quiet(Duration elapsed) throws Exception {
        return fixture.andThenTimeElapses(elapsed);
    }

    @Test
    void theFirstFailureOpensAnIssue() {
        fixture.givenNoPriorActivity()
                .whenPublishingA(failed(1))
                .expectActiveSagas(1)
                .expectAssociationWith("issue", "dst_1|timeout")
                .expectDispatchedCommands(open(1))
                .expectScheduledDeadlineWithName(QUIET, "issue_quiet");
    }

    @Test
    void theNextOnesBelongToIt() {
        fixture.givenAPublished(failed(1))
                .whenPublishingA(failed(2))
                .expectActiveSagas(1)
                .expectDispatchedCommands();
    }

    @Test
    void aFailureOfAnotherKindOpensAnother() {
        fixture.givenAPublished(failed(1))
                .whenPublishingA(failed(2, "http_5xx"))
                .expectActiveSagas(2)
                .expectDispatchedCommands(new OpenIssue("iss_2", TENANT, "dst_1", "http_5xx", "Refused"));
    }

    @Test
    void aCircuitThatOpensOpensAnIssueOfItsOwn() {
        CircuitOpened opened = new CircuitOpened("circuit_dst_1", TENANT, "dst_1", 1, 5, 60);
        fixture.givenAPublished(failed(1))
                .whenPublishingA(opened)
                .expectActiveSagas(2)
                .expectDispatchedCommands(new OpenIssue(
                        Occurrence.of(opened, NOW).issueId(),
                        TENANT,
                        "dst_1",
                        "circuit_open",
                        "The circuit opened after 5 failures in a row"));
    }

    @Test
    void itIsResolvedWhenNothingHappensForLong() {
        fixture.givenAPublished(failed(1))
                .whenTimeElapses(QUIET)
                .expectDispatchedCommands(new ResolveIssue("iss_1"))
                .expectActiveSagas(1);
    }

    @Test
    void itIsNotResolvedBeforeNothingHasHappenedForLong() throws Exception {
        fixture.givenAPublished(failed(1));
        quiet(SOON)
                .andThenAPublished(failed(2))
                .whenTimeElapses(SOON)
                .expectDispatchedCommands()
                .expectScheduledDeadlineWithName(QUIET.minus(SOON), "issue_quiet");
    }

    @Test
    void whatHappensMeanwhilePutsItOff() throws Exception {
        fixture.givenAPublished(failed(1));
        quiet(SOON).andThenAPublished(failed(2));
        quiet(SOON).whenTimeElapses(QUIET.minus(SOON)).expectDispatchedCommands(new ResolveIssue("iss_1"));
    }

    @Test
    void theNextFailureAfterThatOpensAnother() throws Exception {
        fixture.givenAPublished(failed(1));
        quiet(QUIET).andThenAPublished(resolved(1)).whenPublishingA(failed(2)).expectDispatchedCommands(open(2));
    }

    @Test
    void alsoWhenAPersonResolvedIt() {
        fixture.givenAPublished(failed(1))
                .andThenAPublished(resolved(1))
                .whenPublishingA(failed(2))
                .expectActiveSagas(1)
                .expectDispatchedCommands(open(2));
    }

    @Test
    void itEndsWhenNothingHappensForLongAfterThat() throws Exception {
        fixture.givenAPublished(failed(1));
        quiet(QUIET)
                .andThenAPublished(resolved(1))
                .whenTimeElapses(QUIET)
                .expectActiveSagas(0)
                .expectNoScheduledDeadlines()
                .expectDispatchedCommands();
    }

    @Test
    void whatIsReopenedIsResolvedAgain() {
        fixture.givenAPublished(failed(1))
                .andThenAPublished(resolved(1))
                .andThenAPublished(reopened(1))
                .andThenAPublished(failed(2))
                .whenTimeElapses(QUIET)
                .expectDispatchedCommandsMatching(resolving("iss_1"));
    }

    @Test
    void whatIsReopenedLongAfterwardsIsResolvedAgain() {
        fixture.givenAPublished(reopened(1))
                .whenTimeElapses(QUIET)
                .expectActiveSagas(1)
                .expectDispatchedCommands(new ResolveIssue("iss_1"));
    }

    @Test
    void whatIsReopenedBesideAnotherIsResolvedWithIt() {
        fixture.givenAPublished(failed(1))
                .andThenAPublished(resolved(1))
                .andThenAPublished(failed(2))
                .andThenAPublished(reopened(1))
                .whenTimeElapses(QUIET)
                .expectDispatchedCommandsMatching(resolving("iss_2", "iss_1"));
    }

    @Test
    void anEventThatIsHandledAgainIsSentAgainButStartsNothing() {
        ContinuedGivenState before = fixture.givenAPublished(failed(1)).andThenAPublished(failed(2));
        positions.rewind(2);
        before.whenPublishingA(failed(1)).expectActiveSagas(1).expectDispatchedCommands(open(1));
    }

    @Test
    void aFailureThatIsHandledAgainAfterTheIssueWasResolvedOpensNone() {
        ContinuedGivenState before =
                fixture.givenAPublished(failed(1)).andThenAPublished(failed(2)).andThenAPublished(resolved(1));
        positions.rewind(2);
        before.andThenAPublished(failed(2))
                .whenPublishingA(resolved(1))
                .expectDispatchedCommands()
                .expectScheduledDeadlineWithName(QUIET, "issue_quiet");
    }
}
