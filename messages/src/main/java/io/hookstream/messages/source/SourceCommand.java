package io.hookstream.messages.source;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.Versioned;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of a source. Each answers the version of the source that holds the change. */
public sealed interface SourceCommand {

    record CreateSource(@TargetAggregateIdentifier String id, Tenant tenant, SourceSettings settings)
            implements SourceCommand {}

    /** @param patch see {@link io.hookstream.messages.MergePatch} */
    record UpdateSource(
            @TargetAggregateIdentifier String id,
            Tenant tenant,
            Map<String, Object> patch,
            @Nullable Long expectedVersion)
            implements SourceCommand, Versioned {

        public UpdateSource(String id, Tenant tenant, Map<String, Object> patch) {
            this(id, tenant, patch, null);
        }

        @Override
        public UpdateSource expecting(long version) {
            return new UpdateSource(id, tenant, patch, version);
        }
    }

    record DeleteSource(
            @TargetAggregateIdentifier String id,
            Tenant tenant,
            @Nullable Long expectedVersion) implements SourceCommand, Versioned {

        public DeleteSource(String id, Tenant tenant) {
            this(id, tenant, null);
        }

        @Override
        public DeleteSource expecting(long version) {
            return new DeleteSource(id, tenant, version);
        }
    }
}
