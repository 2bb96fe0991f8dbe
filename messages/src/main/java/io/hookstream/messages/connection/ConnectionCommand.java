package io.hookstream.messages.connection;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.Versioned;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of a connection. Each answers the version of the connection that holds the change. */
public sealed interface ConnectionCommand {

    record CreateConnection(@TargetAggregateIdentifier String id, Tenant tenant, ConnectionSettings settings)
            implements ConnectionCommand {}

    /** @param patch see {@link io.hookstream.messages.MergePatch} */
    record UpdateConnection(
            @TargetAggregateIdentifier String id,
            Tenant tenant,
            Map<String, Object> patch,
            @Nullable Long expectedVersion)
            implements ConnectionCommand, Versioned {

        public UpdateConnection(String id, Tenant tenant, Map<String, Object> patch) {
            this(id, tenant, patch, null);
        }

        @Override
        public UpdateConnection expecting(long version) {
            return new UpdateConnection(id, tenant, patch, version);
        }
    }

    record DeleteConnection(
            @TargetAggregateIdentifier String id,
            Tenant tenant,
            @Nullable Long expectedVersion) implements ConnectionCommand, Versioned {

        public DeleteConnection(String id, Tenant tenant) {
            this(id, tenant, null);
        }

        @Override
        public DeleteConnection expecting(long version) {
            return new DeleteConnection(id, tenant, version);
        }
    }
}
