package io.hookstream.projections.audit;

import static io.hookstream.projections.Samples.DESTINATION;
import static io.hookstream.projections.Samples.EVENT;
import static io.hookstream.projections.Samples.SOURCE;
import static io.hookstream.projections.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hookstream.messages.Secret;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyCreated;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.messages.audit.AuditEntry;
import io.hookstream.messages.audit.AuditEntry.Change;
import io.hookstream.messages.circuit.CircuitCommand;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.DestinationEvent.DestinationUpdated;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.HttpConfig;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryRequested;
import io.hookstream.messages.issue.IssueEvent.IssueOpened;
import io.hookstream.messages.issue.IssueEvent.IssueResolved;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationCreated;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.Samples;
import io.hookstream.projections.WithProjections;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class AuditProjectionIT extends WithProjections {

    private static final DestinationSettings BILLING = Samples.destination("Billing");

    private static DestinationSettings with(String name, String ciphertext) {
        HttpConfig config = new HttpConfig(
                "https://billing.example/hooks",
                "POST",
                Map.of(
                        "$X.Te$am.", new HeaderValue("billing", null),
                        "Authorization", new HeaderValue(null, new Secret(ciphertext, "cret"))),
                20);
        return new DestinationSettings(
                name, "slug", "http", config, true, 3, "fixed", List.of(10, 60), 8, null, null, null, null, null, null);
    }

    private List<AuditEntry> entries() {
        return projections.documents(AuditDocument.COLLECTION).values().stream()
                .map(AuditDocument::entry)
                .sorted(java.util.Comparator.comparing(AuditEntry::id))
                .toList();
    }

    @Test
    void aCreationSetsEveryFieldAndADeletionNone() {
        projections.project(
                new DestinationCreated(DESTINATION, TENANT, BILLING), new DestinationDeleted(DESTINATION, TENANT));

        assertThat(entries())
                .extracting(AuditEntry::action, AuditEntry::resourceType, AuditEntry::resourceId)
                .containsExactly(
                        tuple("destination.created", "destination", DESTINATION),
                        tuple("destination.deleted", "destination", DESTINATION));
        assertThat(entries().getFirst().changes())
                .contains(
                        new Change("name", null, "\"Billing\""),
                        new Change("config.url", null, "\"https://billing.example/hooks\""),
                        new Change("config.headers.$X.Te$am.", null, "\"billing\""),
                        new Change("config.headers.Authorization", null, "\"****cret\""),
                        new Change("retry_intervals", null, "[10,60]"));
        assertThat(entries().getLast().changes()).isEmpty();
    }

    @Test
    void anUpdateListsWhatItChanged() {
        projections.project(
                new DestinationCreated(DESTINATION, TENANT, with("Billing", "v1.one")),
                new DestinationUpdated(DESTINATION, TENANT, with("Bills", "v1.one")));

        assertThat(entries().getLast().action()).isEqualTo("destination.updated");
        assertThat(entries().getLast().changes()).containsExactly(new Change("name", "\"Billing\"", "\"Bills\""));
    }

    @Test
    void anotherSecretIsAChangeEvenIfItEndsAlike() {
        projections.project(
                new DestinationCreated(DESTINATION, TENANT, with("Billing", "v1.one")),
                new DestinationUpdated(DESTINATION, TENANT, with("Billing", "v1.two")));

        assertThat(entries().getLast().changes())
                .containsExactly(new Change("config.headers.Authorization", "\"****cret\"", "\"****cret\""));
    }

    @Test
    void noSecretIsKept() {
        projections.project(
                new DestinationCreated(DESTINATION, TENANT, with("Billing", "v1.ciphertext")),
                new ApiKeyCreated("ak_1", TENANT, new ApiKeySettings("ci", "hash-of-the-key", "f00d", null, null)));

        assertThat(projections.documents(AuditDocument.COLLECTION).toString())
                .contains("****cret")
                .doesNotContain("v1.ciphertext")
                .doesNotContain("hash-of-the-key");
    }

    @Test
    void whatIsTooLongIsCutShort() {
        projections.project(new OrganizationCreated(TENANT, "x".repeat(5000), null));

        Change name = entries().getFirst().changes().getFirst();
        assertThat(name.newValue())
                .hasSizeLessThan(1100)
                .startsWith("\"\\\"xxx")
                .endsWith("…\"");
    }

    @Test
    void anEventThatIsNoSettingsSetsWhatItSays() {
        projections.project(
                new IssueOpened("iss_1", TENANT, DESTINATION, "http_5xx", "Destination returned 503"),
                new IssueResolved("iss_1", TENANT, DESTINATION, "http_5xx", false));

        assertThat(entries()).extracting(AuditEntry::action).containsExactly("issue.opened", "issue.resolved");
        assertThat(entries().getLast().changes())
                .containsExactly(
                        new Change("automatic", null, "false"), new Change("status", "\"open\"", "\"resolved\""));
    }

    @Test
    void whatAPersonDoesByHandIsListedAndWhatHappensByItselfIsNot() {
        String circuit = CircuitCommand.id(DESTINATION);
        projections.project(
                new CircuitClosed(circuit, TENANT, DESTINATION, CircuitEvent.PROBE_SUCCEEDED),
                new CircuitClosed(circuit, TENANT, DESTINATION, CircuitEvent.RESET),
                retried(false),
                retried(true));

        assertThat(entries())
                .extracting(AuditEntry::action, AuditEntry::resourceId)
                .containsExactly(tuple("destination.circuit_reset", DESTINATION), tuple("event.retried", EVENT));
        assertThat(entries().getLast().changes()).contains(new Change("delivery_id", null, "\"dlv_" + EVENT + "\""));
    }

    private static DeliveryRetryRequested retried(boolean byHand) {
        return new DeliveryRetryRequested(
                EVENT, TENANT, SOURCE, Samples.target(EVENT), "da_1", 2, byHand, EventStatus.PROCESSING);
    }

    @Test
    void isRebuiltToTheSameContent() {
        projections.project(
                new DestinationCreated(DESTINATION, TENANT, with("Billing", "v1.one")),
                new DestinationUpdated(DESTINATION, TENANT, with("Bills", "v1.two")),
                retried(true));
        Map<String, Document> before = projections.documents(AuditDocument.COLLECTION);
        assertThat(before).hasSize(3);

        projections.reset(ProjectionsConfiguration.CONFIGURATION);
        projections.awaitHead();

        org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(projections.documents(AuditDocument.COLLECTION))
                        .isEqualTo(before));
    }
}
