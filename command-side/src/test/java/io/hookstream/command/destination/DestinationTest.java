package io.hookstream.command.destination;

import static io.hookstream.command.Samples.OTHER_TENANT;
import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.Samples.destination;
import static io.hookstream.command.Samples.expectRefused;
import static io.hookstream.command.Samples.fixture;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.command.CommandSide;
import io.hookstream.command.slug.Slugs;
import io.hookstream.messages.Refused.Code;
import io.hookstream.messages.Secret;
import io.hookstream.messages.destination.DestinationCommand.CreateDestination;
import io.hookstream.messages.destination.DestinationCommand.DeleteDestination;
import io.hookstream.messages.destination.DestinationCommand.UpdateDestination;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.DestinationEvent.DestinationUpdated;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.HttpConfig;
import io.hookstream.messages.destination.S3Config;
import io.hookstream.messages.destination.SigningConfig;
import io.hookstream.messages.destination.SigningSecret;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DestinationTest {

    private static final String ID = "dst_00000001";
    private static final DestinationCreated CREATED =
            new DestinationCreated(ID, TENANT, destination("Billing", "billing"));
    private static final DestinationCreated SIGNED = new DestinationCreated(
            ID,
            TENANT,
            signed(new SigningConfig(
                    new SigningSecret(new Secret("text", "text"), List.of("sha256", "sha1")),
                    "sha256",
                    "X-hookstream-Signature",
                    "{algorithm}=",
                    false,
                    "X-hookstream-Timestamp",
                    null,
                    null)));
    private static final DestinationDeleted DELETED = new DestinationDeleted(ID, TENANT);

    /** Holds the slugs: a fixture knows one aggregate only. */
    private final CommandSide commandSide = CommandSide.start();

    private final AggregateTestFixture<Destination> fixture = fixture(Destination.class);

    @BeforeEach
    void injectSlugs() {
        fixture.registerInjectableResource(commandSide.component(Slugs.class));
        fixture.registerInjectableResource(new LentIdentity(false));
    }

    @AfterEach
    void stop() {
        commandSide.close();
    }

    @Test
    void isCreatedWithItsDefaults() {
        HttpConfig config = new HttpConfig("https://billing.example", null, null, null);
        DestinationSettings given = new DestinationSettings(
                "Billing",
                null,
                null,
                config,
                null,
                null,
                null,
                List.of(30, 300),
                null,
                null,
                null,
                null,
                null,
                null,
                null);

        fixture.givenNoPriorActivity()
                .when(new CreateDestination(ID, TENANT, given))
                .expectEvents(new DestinationCreated(ID, TENANT, destination("Billing", "billing-00000001")))
                .expectResultMessagePayload(0L);
    }

    @Test
    void isNotCreatedWithWrongSettings() {
        expectRefused(
                fixture.givenNoPriorActivity()
                        .when(new CreateDestination(ID, TENANT, destination("Billing", "Not a slug"))),
                Code.INVALID,
                "slug: must have 1 to 64 lower-case letters, digits and hyphens,"
                        + " and neither begin nor end with a hyphen");
        assertThat(commandSide.log()).isEmpty();
    }

    @Test
    void isNotCreatedToSendAsThisMachineUnlessItIsLent() {
        DestinationSettings keyless = new DestinationSettings(
                "Queue",
                null,
                "s3",
                new S3Config("archive", "us-east-1", null, null, null, null, null, "", null, null, null),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);

        expectRefused(
                fixture.givenNoPriorActivity().when(new CreateDestination(ID, TENANT, keyless)),
                Code.INVALID,
                "config.access_key_id: is required; this installation does not lend its own AWS identity"
                        + " (hookstream.aws.default-credentials)");
        new LentIdentity(true).require(keyless.config());
    }

    @Test
    void isCreatedOnce() {
        fixture.given(CREATED)
                .when(new CreateDestination(ID, TENANT, destination("Another", "another")))
                .expectNoEvents()
                .expectResultMessagePayload(0L);
    }

    @Test
    void isNotCreatedAgainOnceItIsDeleted() {
        fixture.given(CREATED, DELETED)
                .when(new CreateDestination(ID, TENANT, destination("Billing", "billing")))
                .expectNoEvents()
                .expectResultMessagePayload(1L);
    }

    @Test
    void isUpdatedWhereThePatchSays() {
        DestinationSettings old = destination("Billing", "billing");
        DestinationSettings updated = new DestinationSettings(
                "Ledger",
                "billing",
                "http",
                new HttpConfig("https://billing.example", "POST", Map.of(), 5),
                true,
                old.retryMaxAttempts(),
                old.retryBackoffType(),
                List.of(7),
                old.maxConcurrency(),
                old.retryJitter(),
                old.rateLimit(),
                old.ordered(),
                old.circuitFailureThreshold(),
                old.circuitCooldownSeconds(),
                null);
        Map<String, Object> patch =
                Map.of("name", "Ledger", "config", Map.of("timeout", 5), "retry_intervals", List.of(7));

        fixture.given(CREATED)
                .when(new UpdateDestination(ID, TENANT, patch))
                .expectEvents(new DestinationUpdated(ID, TENANT, updated))
                .expectResultMessagePayload(1L);
    }

    @Test
    void isNotUpdatedByWhatItIsAlready() {
        fixture.given(CREATED)
                .when(new UpdateDestination(
                        ID, TENANT, Map.of("name", "Billing", "config", Map.of("timeout", 30), "type", "http")))
                .expectNoEvents()
                .expectResultMessagePayload(0L);
    }

    @Test
    void isNotUpdatedToWrongSettings() {
        expectRefused(
                fixture.given(CREATED).when(new UpdateDestination(ID, TENANT, Map.of("retry_max_attempts", 11))),
                Code.INVALID,
                "retry_max_attempts: must be between 0 and 10; was 11");
    }

    @Test
    void anAlgorithmIsChangedIfTheSecretIsAKeyForIt() {
        expectRefused(
                fixture.given(SIGNED).when(signing(Map.of("algorithm", "standard_webhooks"))),
                Code.INVALID,
                "signing_config.secret: must be 24 to 64 bytes in base64, with or without whsec_ before them");
        Map<String, Object> key = Map.of(
                "secret", Map.of("ciphertext", "key", "hint", "key="), "algorithms", List.of("standard_webhooks"));

        fixture.given(SIGNED)
                .when(signing(Map.of("algorithm", "standard_webhooks", "secret", key)))
                .expectEvents(new DestinationUpdated(
                        ID,
                        TENANT,
                        signed(new SigningConfig(
                                new SigningSecret(new Secret("key", "key="), List.of("standard_webhooks")),
                                "standard_webhooks",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null))));
    }

    @Test
    void signingIsEndedByNull() {
        fixture.given(SIGNED)
                .when(new UpdateDestination(ID, TENANT, Collections.singletonMap("signing_config", null)))
                .expectEvents(new DestinationUpdated(ID, TENANT, destination("Billing", "billing")));
    }

    @Test
    void signingIsNotBegunWithoutASecret() {
        expectRefused(
                fixture.given(CREATED).when(signing(Map.of())), Code.INVALID, "signing_config.secret: is required");
    }

    private static UpdateDestination signing(Map<String, Object> changes) {
        return new UpdateDestination(ID, TENANT, Map.of("signing_config", changes));
    }

    private static DestinationSettings signed(SigningConfig signing) {
        DestinationSettings plain = destination("Billing", "billing");
        return new DestinationSettings(
                plain.name(),
                plain.slug(),
                plain.type(),
                plain.config(),
                plain.enabled(),
                plain.retryMaxAttempts(),
                plain.retryBackoffType(),
                plain.retryIntervals(),
                plain.maxConcurrency(),
                plain.retryJitter(),
                plain.rateLimit(),
                plain.ordered(),
                plain.circuitFailureThreshold(),
                plain.circuitCooldownSeconds(),
                signing);
    }

    @Test
    void anothersIsNotFound() {
        expectRefused(
                fixture.given(CREATED).when(new UpdateDestination(ID, OTHER_TENANT, Map.of("name", "Mine"))),
                Code.NOT_FOUND,
                "Destination not found");
        expectRefused(
                fixture.given(CREATED).when(new DeleteDestination(ID, OTHER_TENANT)),
                Code.NOT_FOUND,
                "Destination not found");
    }

    @Test
    void aDeletedOneIsNotFound() {
        expectRefused(
                fixture.given(CREATED, DELETED).when(new UpdateDestination(ID, TENANT, Map.of("name", "Again"))),
                Code.NOT_FOUND,
                "Destination not found");
    }

    @Test
    void oneThatNeverWasIsNotFound() {
        fixture.givenNoPriorActivity()
                .when(new DeleteDestination(ID, TENANT))
                .expectNoEvents()
                .expectException(AggregateNotFoundException.class);
    }

    @Test
    void isDeleted() {
        fixture.given(CREATED)
                .when(new DeleteDestination(ID, TENANT))
                .expectEvents(DELETED)
                .expectResultMessagePayload(1L);
    }

    @Test
    void isDeletedOnce() {
        expectRefused(
                fixture.given(CREATED, DELETED).when(new DeleteDestination(ID, TENANT)),
                Code.NOT_FOUND,
                "Destination not found");
    }

    @Test
    void isChangedOnlyInTheVersionThatTheChangeIsMeantFor() {
        UpdateDestination update = new UpdateDestination(ID, TENANT, Map.of("name", "Another"));
        DeleteDestination delete = new DeleteDestination(ID, TENANT);
        String stale = "Destination was changed since: read it again";

        fixture.given(CREATED).when(update.expecting(0)).expectResultMessagePayload(1L);
        fixture.given(CREATED).when(delete.expecting(0)).expectResultMessagePayload(1L);
        expectRefused(fixture.given(CREATED).when(update.expecting(1)), Code.STALE, stale);
        expectRefused(fixture.given(CREATED).when(delete.expecting(1)), Code.STALE, stale);
    }

    @Test
    void anotherTenantIsNotToldWhichVersionItHas() {
        UpdateDestination update = new UpdateDestination(ID, OTHER_TENANT, Map.of("name", "Another"));

        expectRefused(fixture.given(CREATED).when(update.expecting(1)), Code.NOT_FOUND, "Destination not found");
    }
}
