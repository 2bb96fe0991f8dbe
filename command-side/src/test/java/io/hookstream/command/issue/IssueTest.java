package io.hookstream.command.issue;

import static io.hookstream.command.Samples.OTHER_TENANT;
import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.Samples.expectRefused;
import static io.hookstream.command.Samples.fixture;

import io.hookstream.messages.Refused.Code;
import io.hookstream.messages.issue.IssueCommand.OpenIssue;
import io.hookstream.messages.issue.IssueCommand.ResolveIssue;
import io.hookstream.messages.issue.IssueCommand.UpdateIssue;
import io.hookstream.messages.issue.IssueEvent.IssueAcknowledged;
import io.hookstream.messages.issue.IssueEvent.IssueOpened;
import io.hookstream.messages.issue.IssueEvent.IssueReopened;
import io.hookstream.messages.issue.IssueEvent.IssueResolved;
import io.hookstream.messages.issue.IssueEvent.IssueSnoozed;
import io.hookstream.messages.issue.IssueEvent.IssueUnsnoozed;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssueTest {

    private static final String ID = "iss_1";
    private static final String DESTINATION = "dst_1";
    private static final String TYPE = "http_5xx";
    private static final String LATER = "2026-03-02T00:00:00Z";
    private static final OpenIssue OPEN = new OpenIssue(ID, TENANT, DESTINATION, TYPE, "Destination returned 503");
    private static final IssueOpened OPENED =
            new IssueOpened(ID, TENANT, DESTINATION, TYPE, "Destination returned 503");
    private static final IssueAcknowledged ACKNOWLEDGED = new IssueAcknowledged(ID, TENANT, DESTINATION, TYPE);
    private static final IssueReopened REOPENED = new IssueReopened(ID, TENANT, DESTINATION, TYPE);
    private static final IssueSnoozed SNOOZED = new IssueSnoozed(ID, TENANT, DESTINATION, TYPE, Instant.parse(LATER));
    private static final IssueUnsnoozed UNSNOOZED = new IssueUnsnoozed(ID, TENANT, DESTINATION, TYPE);

    private final AggregateTestFixture<Issue> fixture = fixture(Issue.class);

    private static IssueResolved resolved(boolean automatic) {
        return new IssueResolved(ID, TENANT, DESTINATION, TYPE, automatic);
    }

    private static UpdateIssue update(Map<String, Object> patch) {
        return new UpdateIssue(ID, TENANT, patch);
    }

    private static UpdateIssue status(String status) {
        return update(Map.of("status", status));
    }

    private static UpdateIssue wake() {
        Map<String, Object> patch = new HashMap<>();
        patch.put("snoozed_until", null);
        return update(patch);
    }

    @Test
    void opensOnce() {
        fixture.givenNoPriorActivity().when(OPEN).expectEvents(OPENED);
        fixture.given(OPENED).when(OPEN).expectNoEvents();
        fixture.given(OPENED, resolved(true)).when(OPEN).expectNoEvents();
    }

    @Test
    void isAcknowledgedOnceAndAnswersItsVersion() {
        fixture.given(OPENED)
                .when(status("acknowledged"))
                .expectEvents(ACKNOWLEDGED)
                .expectResultMessagePayload(1L);
        fixture.given(OPENED, ACKNOWLEDGED)
                .when(status("acknowledged"))
                .expectNoEvents()
                .expectResultMessagePayload(1L);
    }

    @Test
    void isResolvedByAPersonOnce() {
        fixture.given(OPENED).when(status("resolved")).expectEvents(resolved(false));
        fixture.given(OPENED, ACKNOWLEDGED).when(status("resolved")).expectEvents(resolved(false));
        fixture.given(OPENED, resolved(true)).when(status("resolved")).expectNoEvents();
    }

    @Test
    void isResolvedByItselfOnce() {
        fixture.given(OPENED).when(new ResolveIssue(ID)).expectEvents(resolved(true));
        fixture.given(OPENED, ACKNOWLEDGED).when(new ResolveIssue(ID)).expectEvents(resolved(true));
        fixture.given(OPENED, resolved(false)).when(new ResolveIssue(ID)).expectNoEvents();
    }

    @Test
    void isReopenedOnce() {
        fixture.given(OPENED, ACKNOWLEDGED).when(status("open")).expectEvents(REOPENED);
        fixture.given(OPENED, resolved(true)).when(status("open")).expectEvents(REOPENED);
        fixture.given(OPENED).when(status("open")).expectNoEvents();
    }

    @Test
    void aResolvedOneThatIsAcknowledgedIsReopenedFirst() {
        fixture.given(OPENED, resolved(false)).when(status("acknowledged")).expectEvents(REOPENED, ACKNOWLEDGED);
    }

    @Test
    void isSnoozedOnceUntilEachTime() {
        fixture.given(OPENED).when(update(Map.of("snoozed_until", LATER))).expectEvents(SNOOZED);
        fixture.given(OPENED, SNOOZED)
                .when(update(Map.of("snoozed_until", LATER)))
                .expectNoEvents();
        fixture.given(OPENED, SNOOZED)
                .when(update(Map.of("snoozed_until", "2026-03-03T00:00:00Z")))
                .expectEvents(new IssueSnoozed(ID, TENANT, DESTINATION, TYPE, Instant.parse("2026-03-03T00:00:00Z")));
    }

    @Test
    void isUnsnoozedOnce() {
        fixture.given(OPENED, SNOOZED).when(wake()).expectEvents(UNSNOOZED);
        fixture.given(OPENED).when(wake()).expectNoEvents();
    }

    @Test
    void bothCanBeChangedAtOnce() {
        fixture.given(OPENED)
                .when(update(Map.of("status", "acknowledged", "snoozed_until", LATER)))
                .expectEvents(ACKNOWLEDGED, SNOOZED);
    }

    @Test
    void whatIsResolvedIsNotSnoozed() {
        String message = "snoozed_until: an issue that is resolved cannot be snoozed";
        expectRefused(
                fixture.given(OPENED, resolved(true)).when(update(Map.of("snoozed_until", LATER))),
                Code.INVALID,
                message);
        expectRefused(
                fixture.given(OPENED).when(update(Map.of("status", "resolved", "snoozed_until", LATER))),
                Code.INVALID,
                message);
        fixture.given(OPENED, SNOOZED).when(status("resolved")).expectEvents(resolved(false));
        fixture.given(OPENED, SNOOZED, resolved(false)).when(status("open")).expectEvents(REOPENED);
        fixture.given(OPENED, SNOOZED, resolved(false), REOPENED).when(wake()).expectNoEvents();
    }

    @Test
    void anEmptyPatchChangesNothing() {
        fixture.given(OPENED, SNOOZED).when(update(Map.of())).expectNoEvents().expectResultMessagePayload(1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"closed", "", "OPEN"})
    void anotherStatusIsRefused(String status) {
        expectRefused(
                fixture.given(OPENED).when(status(status)),
                Code.INVALID,
                "status: must be one of open, acknowledged, resolved; was " + status);
    }

    @Test
    void anotherTenantsIsNotFound() {
        expectRefused(
                fixture.given(OPENED).when(new UpdateIssue(ID, OTHER_TENANT, Map.of("status", "resolved"))),
                Code.NOT_FOUND,
                "Issue not found");
    }

    @Test
    void isChangedOnlyInTheVersionThatTheChangeIsMeantFor() {
        UpdateIssue acknowledge = status("acknowledged");

        fixture.given(OPENED).when(acknowledge.expecting(0)).expectResultMessagePayload(1L);
        expectRefused(
                fixture.given(OPENED).when(acknowledge.expecting(1)),
                Code.STALE,
                "Issue was changed since: read it again");
    }
}
