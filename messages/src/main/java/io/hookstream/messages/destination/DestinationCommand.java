package io.hookstream.messages.destination;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.Versioned;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of a destination. Each answers the version of the destination that holds the change. */
public sealed interface DestinationCommand {

    record CreateDestination(@TargetAggregateIdentifier String id, Tenant tenant, DestinationSettings settings)
            implements DestinationCommand {}

    /** @param patch see {@link io.hookstream.messages.MergePatch} */
    record UpdateDestination(
            @TargetAggregateIdentifier String id,
            Tenant tenant,
            Map<String, Object> patch,
            @Nullable Long expectedVersion)
            implements DestinationCommand, Versioned {

        public UpdateDestination(String id, Tenant tenant, Map<String, Object> patch) {
            this(id, tenant, patch, null);
        }

        @Override
        public UpdateDestination expecting(long version) {
            return new UpdateDestination(id, tenant, patch, version);
        }
    }

    record DeleteDestination(
            @TargetAggregateIdentifier String id,
            Tenant tenant,
            @Nullable Long expectedVersion) implements DestinationCommand, Versioned {

        public DeleteDestination(String id, Tenant tenant) {
            this(id, tenant, null);
        }

        @Override
        public DeleteDestination expecting(long version) {
            return new DeleteDestination(id, tenant, version);
        }
    }
}
