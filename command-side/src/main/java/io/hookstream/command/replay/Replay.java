package io.hookstream.command.replay;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.replay.ReplayCommand.AdvanceReplay;
import io.hookstream.messages.replay.ReplayCommand.CompleteReplay;
import io.hookstream.messages.replay.ReplayCommand.StartReplay;
import io.hookstream.messages.replay.ReplayEvent.ReplayAdvanced;
import io.hookstream.messages.replay.ReplayEvent.ReplayCompleted;
import io.hookstream.messages.replay.ReplayEvent.ReplayStarted;
import io.hookstream.messages.replay.ReplaySettings;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** A replay job: how far it has come. Its saga may say so twice, so what has happened already is passed over in silence. */
@Aggregate
class Replay {

    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable Tenant tenant;
    private int step;
    private int requested;
    private boolean exhausted;
    private boolean completed;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    long handle(StartReplay command, ReplayEnds ends) {
        if (id == null) {
            ReplaySettings settings = command.settings().checked();
            ends.require(
                    command.tenant(), settings.sourceId(), Objects.requireNonNull(settings.destinationId(), "checked"));
            apply(new ReplayStarted(command.id(), command.tenant(), settings, command.total()));
        }
        return getVersion();
    }

    @CommandHandler
    void handle(AdvanceReplay command) {
        if (!exhausted && command.step() == step + 1) {
            apply(new ReplayAdvanced(
                    command.id(),
                    owner(),
                    command.step(),
                    command.cursor(),
                    requested + command.count(),
                    command.exhausted()));
        }
    }

    @CommandHandler
    void handle(CompleteReplay command) {
        if (exhausted && !completed) {
            apply(new ReplayCompleted(
                    command.id(), owner(), requested, command.succeeded(), command.failed(), command.skipped()));
        }
    }

    private Tenant owner() {
        return Objects.requireNonNull(tenant, "a replay that was started has a tenant");
    }

    @EventSourcingHandler
    void on(ReplayStarted event) {
        id = event.id();
        tenant = event.tenant();
    }

    @EventSourcingHandler
    void on(ReplayAdvanced event) {
        step = event.step();
        requested = event.requested();
        exhausted = event.exhausted();
    }

    @EventSourcingHandler
    void on(ReplayCompleted event) {
        completed = true;
    }
}
