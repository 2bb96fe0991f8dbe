package io.hookstream.messages.source;

import io.hookstream.messages.Tenant;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a source. Each answers the version of the source that holds the change. */
public sealed interface SourceCommand {

    record CreateSource(@TargetAggregateIdentifier String id, Tenant tenant, SourceSettings settings)
            implements SourceCommand {}

    /** @param patch see {@link io.hookstream.messages.MergePatch} */
    record UpdateSource(@TargetAggregateIdentifier String id, Tenant tenant, Map<String, Object> patch)
            implements SourceCommand {}

    record DeleteSource(@TargetAggregateIdentifier String id, Tenant tenant) implements SourceCommand {}
}
