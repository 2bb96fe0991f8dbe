package io.hookstream.command.source;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.hookstream.command.Expected;
import io.hookstream.command.slug.Slugs;
import io.hookstream.messages.MergePatch;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.source.SourceCommand.CreateSource;
import io.hookstream.messages.source.SourceCommand.DeleteSource;
import io.hookstream.messages.source.SourceCommand.UpdateSource;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceEvent.SourceDeleted;
import io.hookstream.messages.source.SourceEvent.SourceUpdated;
import io.hookstream.messages.source.SourceSettings;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** A source. Once deleted it stays deleted, and its events stay. */
@Aggregate
public class Source {

    private static final String KIND = "source";

    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable Tenant tenant;

    /** Null before it is created and after it is deleted. */
    private @Nullable SourceSettings settings;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    long handle(CreateSource command, Slugs slugs) {
        if (id == null) {
            SourceSettings created = command.settings().checked(command.id());
            slugs.move(KIND, command.tenant(), command.id(), null, created.slug());
            apply(new SourceCreated(command.id(), command.tenant(), created));
        }
        return getVersion();
    }

    @CommandHandler
    long handle(UpdateSource command, Slugs slugs) {
        SourceSettings current = require(command.tenant());
        Expected.require(command, "Source");
        SourceSettings updated = MergePatch.apply(current, command.patch()).checked(command.id());
        if (!updated.equals(current)) {
            slugs.move(KIND, command.tenant(), command.id(), current.slug(), updated.slug());
            apply(new SourceUpdated(command.id(), command.tenant(), updated));
        }
        return getVersion();
    }

    @CommandHandler
    long handle(DeleteSource command, Slugs slugs) {
        SourceSettings current = require(command.tenant());
        Expected.require(command, "Source");
        slugs.move(KIND, command.tenant(), command.id(), current.slug(), null);
        apply(new SourceDeleted(command.id(), command.tenant()));
        return getVersion();
    }

    /**
     * What it is set to, for those who may know it.
     *
     * @throws Refused if it is deleted or another tenant's
     */
    public SourceSettings require(Tenant asker) {
        if (settings == null || !asker.equals(tenant)) {
            throw Refused.notFound("Source");
        }
        return settings;
    }

    @EventSourcingHandler
    void on(SourceCreated event) {
        id = event.id();
        tenant = event.tenant();
        settings = event.settings();
    }

    @EventSourcingHandler
    void on(SourceUpdated event) {
        settings = event.settings();
    }

    @EventSourcingHandler
    void on(SourceDeleted event) {
        settings = null;
    }
}
