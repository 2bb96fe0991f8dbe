package io.hookstream.messages.connection;

import io.hookstream.messages.Tenant;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a connection. Each answers the version of the connection that holds the change. */
public sealed interface ConnectionCommand {

    record CreateConnection(@TargetAggregateIdentifier String id, Tenant tenant, ConnectionSettings settings)
            implements ConnectionCommand {}

    /** @param patch see {@link io.hookstream.messages.MergePatch} */
    record UpdateConnection(@TargetAggregateIdentifier String id, Tenant tenant, Map<String, Object> patch)
            implements ConnectionCommand {}

    record DeleteConnection(@TargetAggregateIdentifier String id, Tenant tenant) implements ConnectionCommand {}
}
