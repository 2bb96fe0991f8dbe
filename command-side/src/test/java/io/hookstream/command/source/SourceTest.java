package io.hookstream.command.source;

import static io.hookstream.command.Samples.OTHER_TENANT;
import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.Samples.expectRefused;
import static io.hookstream.command.Samples.fixture;
import static io.hookstream.command.Samples.source;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.command.CommandSide;
import io.hookstream.command.slug.Slugs;
import io.hookstream.messages.Refused.Code;
import io.hookstream.messages.source.SourceCommand.CreateSource;
import io.hookstream.messages.source.SourceCommand.DeleteSource;
import io.hookstream.messages.source.SourceCommand.UpdateSource;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceEvent.SourceDeleted;
import io.hookstream.messages.source.SourceEvent.SourceUpdated;
import io.hookstream.messages.source.SourceSettings;
import java.util.Collections;
import java.util.Map;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SourceTest {

    private static final String ID = "src_00000001";
    private static final SourceCreated CREATED = new SourceCreated(ID, TENANT, source("Stripe", "stripe"));
    private static final SourceDeleted DELETED = new SourceDeleted(ID, TENANT);

    /** Holds the slugs: a fixture knows one aggregate only. */
    private final CommandSide commandSide = CommandSide.start();

    private final AggregateTestFixture<Source> fixture = fixture(Source.class);

    @BeforeEach
    void injectSlugs() {
        fixture.registerInjectableResource(commandSide.component(Slugs.class));
    }

    @AfterEach
    void stop() {
        commandSide.close();
    }

    @Test
    void isCreatedWithItsDefaults() {
        fixture.givenNoPriorActivity()
                .when(new CreateSource(ID, TENANT, new SourceSettings("Stripe EU", null, null)))
                .expectEvents(new SourceCreated(ID, TENANT, source("Stripe EU", "stripe-eu-00000001")))
                .expectResultMessagePayload(0L);
    }

    @Test
    void isNotCreatedWithWrongSettings() {
        expectRefused(
                fixture.givenNoPriorActivity().when(new CreateSource(ID, TENANT, source(null, "stripe"))),
                Code.INVALID,
                "name: is required");
        assertThat(commandSide.log()).isEmpty();
    }

    @Test
    void isCreatedOnce() {
        fixture.given(CREATED)
                .when(new CreateSource(ID, TENANT, source("Another", "another")))
                .expectNoEvents()
                .expectResultMessagePayload(0L);
    }

    @Test
    void isNotCreatedAgainOnceItIsDeleted() {
        fixture.given(CREATED, DELETED)
                .when(new CreateSource(ID, TENANT, source("Stripe", "stripe")))
                .expectNoEvents()
                .expectResultMessagePayload(1L);
    }

    @Test
    void isUpdatedWhereThePatchSays() {
        fixture.given(CREATED)
                .when(new UpdateSource(ID, TENANT, Map.of("enabled", false)))
                .expectEvents(new SourceUpdated(ID, TENANT, new SourceSettings("Stripe", "stripe", false)))
                .expectResultMessagePayload(1L);
    }

    @Test
    void whatAPatchRemovesGetsItsDefault() {
        fixture.given(CREATED, new SourceUpdated(ID, TENANT, new SourceSettings("Stripe", "stripe", false)))
                .when(new UpdateSource(ID, TENANT, Collections.singletonMap("enabled", null)))
                .expectEvents(new SourceUpdated(ID, TENANT, source("Stripe", "stripe")))
                .expectResultMessagePayload(2L);
    }

    @Test
    void isNotUpdatedByWhatItIsAlready() {
        fixture.given(CREATED)
                .when(new UpdateSource(ID, TENANT, Map.of("name", " Stripe ", "enabled", true)))
                .expectNoEvents()
                .expectResultMessagePayload(0L);
    }

    @Test
    void isNotUpdatedToWrongSettings() {
        expectRefused(
                fixture.given(CREATED).when(new UpdateSource(ID, TENANT, Collections.singletonMap("name", null))),
                Code.INVALID,
                "name: is required");
    }

    @Test
    void anothersIsNotFound() {
        expectRefused(
                fixture.given(CREATED).when(new UpdateSource(ID, OTHER_TENANT, Map.of("name", "Mine"))),
                Code.NOT_FOUND,
                "Source not found");
        expectRefused(
                fixture.given(CREATED).when(new DeleteSource(ID, OTHER_TENANT)), Code.NOT_FOUND, "Source not found");
    }

    @Test
    void aDeletedOneIsNotFound() {
        expectRefused(
                fixture.given(CREATED, DELETED).when(new UpdateSource(ID, TENANT, Map.of("name", "Again"))),
                Code.NOT_FOUND,
                "Source not found");
    }

    @Test
    void oneThatNeverWasIsNotFound() {
        fixture.givenNoPriorActivity()
                .when(new UpdateSource(ID, TENANT, Map.of("name", "New")))
                .expectNoEvents()
                .expectException(AggregateNotFoundException.class);
    }

    @Test
    void isDeleted() {
        fixture.given(CREATED)
                .when(new DeleteSource(ID, TENANT))
                .expectEvents(DELETED)
                .expectResultMessagePayload(1L);
    }

    @Test
    void isDeletedOnce() {
        expectRefused(
                fixture.given(CREATED, DELETED).when(new DeleteSource(ID, TENANT)), Code.NOT_FOUND, "Source not found");
    }

    @Test
    void isChangedOnlyInTheVersionThatTheChangeIsMeantFor() {
        UpdateSource update = new UpdateSource(ID, TENANT, Map.of("name", "Another"));
        DeleteSource delete = new DeleteSource(ID, TENANT);
        String stale = "Source was changed since: read it again";

        fixture.given(CREATED).when(update.expecting(0)).expectResultMessagePayload(1L);
        fixture.given(CREATED).when(delete.expecting(0)).expectResultMessagePayload(1L);
        expectRefused(fixture.given(CREATED).when(update.expecting(1)), Code.STALE, stale);
        expectRefused(fixture.given(CREATED).when(delete.expecting(1)), Code.STALE, stale);
    }

    @Test
    void anotherTenantIsNotToldWhichVersionItHas() {
        UpdateSource update = new UpdateSource(ID, OTHER_TENANT, Map.of("name", "Another"));

        expectRefused(fixture.given(CREATED).when(update.expecting(1)), Code.NOT_FOUND, "Source not found");
    }
}
