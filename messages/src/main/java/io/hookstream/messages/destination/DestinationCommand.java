package io.hookstream.messages.destination;

import io.hookstream.messages.Tenant;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a destination. Each answers the version of the destination that holds the change. */
public sealed interface DestinationCommand {

    record CreateDestination(@TargetAggregateIdentifier String id, Tenant tenant, DestinationSettings settings)
            implements DestinationCommand {}

    /** @param patch see {@link io.hookstream.messages.MergePatch} */
    record UpdateDestination(@TargetAggregateIdentifier String id, Tenant tenant, Map<String, Object> patch)
            implements DestinationCommand {}

    record DeleteDestination(@TargetAggregateIdentifier String id, Tenant tenant) implements DestinationCommand {}
}
