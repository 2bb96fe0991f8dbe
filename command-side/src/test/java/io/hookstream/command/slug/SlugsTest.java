package io.hookstream.command.slug;

import static io.hookstream.command.Samples.OTHER_TENANT;
import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.Samples.createDestination;
import static io.hookstream.command.Samples.createSource;
import static io.hookstream.command.Samples.destination;
import static io.hookstream.command.Samples.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookstream.command.CommandSide;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Refused.Code;
import io.hookstream.messages.Refused.Reason;
import io.hookstream.messages.SlugEvent.SlugReleased;
import io.hookstream.messages.SlugEvent.SlugTaken;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.DestinationCommand.DeleteDestination;
import io.hookstream.messages.destination.DestinationCommand.UpdateDestination;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.DestinationEvent.DestinationUpdated;
import io.hookstream.messages.source.SourceCommand.DeleteSource;
import io.hookstream.messages.source.SourceCommand.UpdateSource;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceEvent.SourceDeleted;
import io.hookstream.messages.source.SourceEvent.SourceUpdated;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slugs with the real repositories, for what they guard spans two aggregates. */
class SlugsTest {

    private static final String STRIPE = "source/env_1/stripe";
    private static final String EU = "source/env_1/stripe-eu";

    private final CommandSide commandSide = CommandSide.start();

    @AfterEach
    void stop() {
        commandSide.close();
    }

    @Test
    void aSlugIsTakenWithItsSource() {
        assertThat(commandSide.appendedBy(createSource("src_1", TENANT, "stripe")))
                .containsExactly(
                        new SlugTaken(STRIPE, TENANT, "src_1"),
                        new SourceCreated("src_1", TENANT, source("Source src_1", "stripe")));
    }

    @Test
    void aSlugIsTakenWithItsDestination() {
        assertThat(commandSide.appendedBy(createDestination("dst_1", TENANT, "billing")))
                .containsExactly(
                        new SlugTaken("destination/env_1/billing", TENANT, "dst_1"),
                        new DestinationCreated("dst_1", TENANT, destination("Destination dst_1", "billing")));
    }

    @Test
    void aTakenSlugIsRefusedAndNothingIsAppended() {
        commandSide.send(createSource("src_1", TENANT, "stripe"));
        commandSide.send(createDestination("dst_1", TENANT, "billing"));

        assertConflict("src_1", createSource("src_2", TENANT, "stripe"));
        assertConflict("dst_1", createDestination("dst_2", TENANT, "billing"));
    }

    @Test
    void aRenameToATakenSlugIsRefusedAndNothingIsAppended() {
        commandSide.send(createSource("src_1", TENANT, "stripe"));
        commandSide.send(createSource("src_2", TENANT, "other"));
        commandSide.send(createDestination("dst_1", TENANT, "billing"));
        commandSide.send(createDestination("dst_2", TENANT, "other"));

        assertConflict("src_1", new UpdateSource("src_2", TENANT, Map.of("slug", "stripe", "name", "New")));
        assertConflict("dst_1", new UpdateDestination("dst_2", TENANT, Map.of("slug", "billing", "name", "New")));
    }

    @Test
    void whatWasRefusedCanBeCreatedWithAnotherSlug() {
        commandSide.send(createSource("src_1", TENANT, "stripe"));
        assertConflict("src_1", createSource("src_2", TENANT, "stripe"));

        assertThat(commandSide.appendedBy(createSource("src_2", TENANT, "stripe-eu")))
                .contains(new SourceCreated("src_2", TENANT, source("Source src_2", "stripe-eu")));
    }

    @Test
    void theSameSlugIsFreeForAnotherKindAndInAnotherEnvironment() {
        commandSide.send(createSource("src_1", TENANT, "stripe"));

        assertThat(commandSide.appendedBy(createDestination("dst_1", TENANT, "stripe")))
                .hasSize(2);
        assertThat(commandSide.appendedBy(createSource("src_2", OTHER_TENANT, "stripe")))
                .hasSize(2);
        assertThat(commandSide.appendedBy(createSource("src_3", new Tenant("org_1", "env_3"), "stripe")))
                .hasSize(2);
    }

    @Test
    void aRenameReleasesTheOldSlug() {
        commandSide.send(createSource("src_1", TENANT, "stripe"));
        commandSide.send(createDestination("dst_1", TENANT, "billing"));

        assertThat(commandSide.appendedBy(new UpdateSource("src_1", TENANT, Map.of("slug", "stripe-eu"))))
                .containsExactly(
                        new SlugTaken(EU, TENANT, "src_1"),
                        new SlugReleased(STRIPE, TENANT),
                        new SourceUpdated("src_1", TENANT, source("Source src_1", "stripe-eu")));
        assertThat(commandSide.appendedBy(new UpdateDestination("dst_1", TENANT, Map.of("slug", "ledger"))))
                .containsExactly(
                        new SlugTaken("destination/env_1/ledger", TENANT, "dst_1"),
                        new SlugReleased("destination/env_1/billing", TENANT),
                        new DestinationUpdated("dst_1", TENANT, destination("Destination dst_1", "ledger")));
        assertThat(commandSide.appendedBy(createSource("src_2", TENANT, "stripe")))
                .contains(new SlugTaken(STRIPE, TENANT, "src_2"));
    }

    @Test
    void aSlugThatWasGivenUpCanBeTakenBack() {
        commandSide.send(createSource("src_1", TENANT, "stripe"));
        commandSide.send(new UpdateSource("src_1", TENANT, Map.of("slug", "stripe-eu")));

        assertThat(commandSide.appendedBy(new UpdateSource("src_1", TENANT, Map.of("slug", "stripe"))))
                .contains(new SlugTaken(STRIPE, TENANT, "src_1"), new SlugReleased(EU, TENANT));
    }

    @Test
    void aChangeOfSomethingElseLeavesTheSlugAlone() {
        commandSide.send(createSource("src_1", TENANT, "stripe"));

        assertThat(commandSide.appendedBy(new UpdateSource("src_1", TENANT, Map.of("name", "New"))))
                .containsExactly(new SourceUpdated("src_1", TENANT, source("New", "stripe")));
    }

    @Test
    void aDeletionReleasesTheSlug() {
        commandSide.send(createSource("src_1", TENANT, "stripe"));
        commandSide.send(createDestination("dst_1", TENANT, "billing"));

        assertThat(commandSide.appendedBy(new DeleteSource("src_1", TENANT)))
                .containsExactly(new SlugReleased(STRIPE, TENANT), new SourceDeleted("src_1", TENANT));
        assertThat(commandSide.appendedBy(new DeleteDestination("dst_1", TENANT)))
                .containsExactly(
                        new SlugReleased("destination/env_1/billing", TENANT), new DestinationDeleted("dst_1", TENANT));
        assertThat(commandSide.appendedBy(createSource("src_2", TENANT, "stripe")))
                .contains(new SlugTaken(STRIPE, TENANT, "src_2"));
    }

    @Test
    void anUpdateThatIsRefusedForAnotherReasonKeepsItsNewSlugFree() {
        commandSide.send(createSource("src_1", TENANT, "stripe"));
        UpdateSource update = new UpdateSource("src_1", TENANT, Map.of("slug", "stripe-eu", "name", " "));

        assertRefused(update, new Reason(Code.INVALID, "name: must have 1 to 200 characters"));
        assertThat(commandSide.appendedBy(createSource("src_2", TENANT, "stripe-eu")))
                .contains(new SlugTaken(EU, TENANT, "src_2"));
    }

    @Test
    void ofManyThatWantASlugAtOnceOneGetsIt() throws Exception {
        List<Callable<Boolean>> creations = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String id = "src_" + i;
            creations.add(() -> created(id));
        }
        int created = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> creation : threads.invokeAll(creations)) {
                created += creation.get() ? 1 : 0;
            }
        }

        assertThat(created).isEqualTo(1);
        assertThat(commandSide.log()).hasSize(2);
    }

    private boolean created(String id) {
        try {
            commandSide.send(createSource(id, TENANT, "stripe"));
            return true;
        } catch (Refused e) {
            return false;
        }
    }

    private void assertConflict(String ownerId, Object command) {
        assertRefused(command, new Reason(Code.CONFLICT, "slug: is taken by " + ownerId));
    }

    private void assertRefused(Object command, Reason reason) {
        List<Object> before = commandSide.log();

        Refused refused = catchThrowableOfType(Refused.class, () -> commandSide.send(command));

        assertThat(refused).as("refusal of %s", command).isNotNull();
        assertThat(refused.getDetails()).contains(reason);
        assertThat(commandSide.log()).isEqualTo(before);
    }
}
