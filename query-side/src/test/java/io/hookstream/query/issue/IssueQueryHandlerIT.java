package io.hookstream.query.issue;

import static io.hookstream.query.Samples.DESTINATION;
import static io.hookstream.query.Samples.SIBLING;
import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TENANT;
import static io.hookstream.query.Samples.destinationCreated;
import static io.hookstream.query.Samples.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.event.EventQuery.DeadDeliveries;
import io.hookstream.messages.event.EventQuery.DeadDelivery;
import io.hookstream.messages.event.EventQuery.ListDeadDeliveries;
import io.hookstream.messages.event.InboundEventEvent.DeliveryDeadLettered;
import io.hookstream.messages.issue.IssueEvent.IssueAcknowledged;
import io.hookstream.messages.issue.IssueEvent.IssueOpened;
import io.hookstream.messages.issue.IssueEvent.IssueResolved;
import io.hookstream.messages.issue.IssueEvent.IssueSnoozed;
import io.hookstream.messages.issue.IssueQuery.CountIssues;
import io.hookstream.messages.issue.IssueQuery.FindIssue;
import io.hookstream.messages.issue.IssueQuery.Issues;
import io.hookstream.messages.issue.IssueQuery.ListIssues;
import io.hookstream.messages.issue.IssueQuery.Summary;
import io.hookstream.messages.issue.IssueView;
import io.hookstream.query.Samples;
import io.hookstream.query.WithReadModels;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IssueQueryHandlerIT extends WithReadModels {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static IssueOpened opened(String id, Tenant tenant, String destinationId) {
        return new IssueOpened(id, tenant, destinationId, "type of " + id, "It failed");
    }

    @BeforeEach
    void write() {
        models.write(
                destinationCreated(DESTINATION),
                failed("evt_1", "da_1"),
                new IssueOpened("iss_1", TENANT, DESTINATION, "http_5xx", "It failed"),
                opened("iss_2", TENANT, "dst_2"),
                new IssueAcknowledged("iss_2", TENANT, "dst_2", "type of iss_2"),
                opened("iss_3", TENANT, DESTINATION),
                new IssueResolved("iss_3", TENANT, DESTINATION, "type of iss_3", false),
                opened("iss_4", TENANT, "dst_2"),
                new IssueSnoozed("iss_4", TENANT, "dst_2", "type of iss_4", NOW.plusSeconds(60)),
                opened("iss_5", TENANT, "dst_2"),
                new IssueSnoozed("iss_5", TENANT, "dst_2", "type of iss_5", NOW.minusSeconds(60)),
                opened("iss_8", SIBLING, DESTINATION),
                opened("iss_9", STRANGER, DESTINATION),
                Samples.failed("evt_6", "da_6", "timeout"));
    }

    private @Nullable IssueView find(String id, Tenant tenant) {
        return models.ask(new FindIssue(id, tenant), IssueView.class);
    }

    private List<String> list(@Nullable String status, @Nullable String destinationId, @Nullable Instant awakeAt) {
        Issues page = models.ask(new ListIssues(TENANT, status, destinationId, awakeAt, 0, 100), Issues.class);
        assertThat(page.total()).isEqualTo(page.issues().size());
        return page.issues().stream().map(IssueView::id).toList();
    }

    @Test
    void findsAnIssueWithTheNameOfItsDestination() {
        IssueView issue = find("iss_1", TENANT);
        assertThat(issue.destinationName()).isEqualTo("Name of " + DESTINATION);
        assertThat(issue.message()).isEqualTo("Destination returned 503 Service Unavailable");
        assertThat(issue.recentAttemptIds()).containsExactly("da_1");
        models.write(new DestinationDeleted(DESTINATION, TENANT));
        assertThat(find("iss_1", TENANT).destinationName()).isNull();
    }

    @Test
    void findsNoOthersAndNoneThatIsNotOpenedYet() {
        assertThat(find("iss_9", TENANT)).isNull();
        assertThat(find("iss_8", TENANT)).isNull();
        assertThat(find("iss_6", TENANT)).isNull();
        assertThat(find("iss_7", TENANT)).isNull();
    }

    @Test
    void listsTheNewestFirstByWhatSelects() {
        assertThat(list(null, null, null)).containsExactly("iss_5", "iss_4", "iss_3", "iss_2", "iss_1");
        assertThat(list("open", null, null)).containsExactly("iss_5", "iss_4", "iss_1");
        assertThat(list("open", null, NOW)).containsExactly("iss_5", "iss_1");
        assertThat(list("acknowledged", null, null)).containsExactly("iss_2");
        assertThat(list("resolved", null, null)).containsExactly("iss_3");
        assertThat(list(null, DESTINATION, null)).containsExactly("iss_3", "iss_1");
        assertThat(list("open", DESTINATION, NOW)).containsExactly("iss_1");
    }

    @Test
    void aPageIsPartOfTheList() {
        Issues page = models.ask(new ListIssues(TENANT, null, null, null, 1, 2), Issues.class);
        assertThat(page.total()).isEqualTo(5);
        assertThat(page.issues()).extracting(IssueView::id).containsExactly("iss_4", "iss_3");
    }

    @Test
    void countsThoseOfEachStatus() {
        assertThat(models.ask(new CountIssues(TENANT, NOW), Summary.class)).isEqualTo(new Summary(2, 1, 1, 1));
        assertThat(models.ask(new CountIssues(TENANT, NOW.plusSeconds(3600)), Summary.class))
                .isEqualTo(new Summary(3, 1, 1, 0));
    }

    @Test
    void listsTheDeadDeliveriesOfAKindAndATime() {
        Instant attemptedAt = Samples.failure("da_1").attemptedAt();
        models.write(new DeliveryDeadLettered(
                "evt_1", TENANT, Samples.SOURCE, Samples.TARGET, "da_1", "http_5xx", "No retries are left", "failed"));
        DeadDeliveries one = new DeadDeliveries(List.of(new DeadDelivery("evt_1", "dlv_1")), 1);
        DeadDeliveries none = new DeadDeliveries(List.of(), 0);
        assertThat(dead(TENANT, "http_5xx", attemptedAt, attemptedAt)).isEqualTo(one);
        assertThat(dead(TENANT, "timeout", attemptedAt, attemptedAt)).isEqualTo(none);
        assertThat(dead(SIBLING, "http_5xx", attemptedAt, attemptedAt)).isEqualTo(none);
        assertThat(dead(TENANT, "http_5xx", attemptedAt.plusMillis(1), NOW)).isEqualTo(none);
        assertThat(dead(TENANT, "http_5xx", attemptedAt.minusSeconds(9), attemptedAt.minusMillis(1)))
                .isEqualTo(none);
    }

    private DeadDeliveries dead(Tenant tenant, String errorType, Instant from, Instant until) {
        return models.ask(
                new ListDeadDeliveries(tenant, DESTINATION, errorType, from, until, 10), DeadDeliveries.class);
    }
}
