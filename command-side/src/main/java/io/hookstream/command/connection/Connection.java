package io.hookstream.command.connection;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.hookstream.command.Expected;
import io.hookstream.messages.MergePatch;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.connection.ConnectionCommand.CreateConnection;
import io.hookstream.messages.connection.ConnectionCommand.DeleteConnection;
import io.hookstream.messages.connection.ConnectionCommand.UpdateConnection;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionDeleted;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionUpdated;
import io.hookstream.messages.connection.ConnectionSettings;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** A connection of a source with a destination. Which two it joins never changes: the processors are keyed by them. */
@Aggregate
class Connection {

    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable Tenant tenant;

    /** Null before it is created and after it is deleted. */
    private @Nullable ConnectionSettings settings;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    long handle(CreateConnection command, Ends ends) {
        if (id == null) {
            ConnectionSettings created = command.settings().checked();
            String sourceId = Objects.requireNonNull(created.sourceId());
            String destinationId = Objects.requireNonNull(created.destinationId());
            ends.require(command.tenant(), sourceId, destinationId);
            apply(new ConnectionCreated(command.id(), command.tenant(), sourceId, destinationId, created));
        }
        return getVersion();
    }

    @CommandHandler
    long handle(UpdateConnection command) {
        ConnectionSettings current = require(command.tenant());
        Expected.require(command, "Connection");
        ConnectionSettings updated = MergePatch.apply(current, command.patch()).checked();
        unchanged(current.sourceId(), updated.sourceId(), "source_id");
        unchanged(current.destinationId(), updated.destinationId(), "destination_id");
        if (!updated.equals(current)) {
            apply(new ConnectionUpdated(
                    command.id(), command.tenant(), sourceId(current), destinationId(current), updated));
        }
        return getVersion();
    }

    @CommandHandler
    long handle(DeleteConnection command) {
        ConnectionSettings current = require(command.tenant());
        Expected.require(command, "Connection");
        apply(new ConnectionDeleted(command.id(), command.tenant(), sourceId(current), destinationId(current)));
        return getVersion();
    }

    private ConnectionSettings require(Tenant asker) {
        if (settings == null || !asker.equals(tenant)) {
            throw Refused.notFound("Connection");
        }
        return settings;
    }

    private static void unchanged(@Nullable String current, @Nullable String updated, String field) {
        if (!Objects.equals(current, updated)) {
            throw Refused.invalid(field + ": cannot be changed; create another connection instead");
        }
    }

    private static String sourceId(ConnectionSettings checked) {
        return Objects.requireNonNull(checked.sourceId());
    }

    private static String destinationId(ConnectionSettings checked) {
        return Objects.requireNonNull(checked.destinationId());
    }

    @EventSourcingHandler
    void on(ConnectionCreated event) {
        id = event.id();
        tenant = event.tenant();
        settings = event.settings();
    }

    @EventSourcingHandler
    void on(ConnectionUpdated event) {
        settings = event.settings();
    }

    @EventSourcingHandler
    void on(ConnectionDeleted event) {
        settings = null;
    }
}
