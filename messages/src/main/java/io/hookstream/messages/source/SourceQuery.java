package io.hookstream.messages.source;

import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about sources. */
public sealed interface SourceQuery {

    /**
     * Answers a {@link SourceView} or null. A deleted source is answered too, so that a reader can wait for a deletion.
     *
     * @param tenant null finds the source of any tenant, for ingest
     */
    record FindSource(String id, @Nullable Tenant tenant) implements SourceQuery {}

    /** Answers {@link Sources}. */
    record ListSources(Tenant tenant, PageRequest page) implements SourceQuery {}

    record Sources(List<SourceView> sources, @Nullable String next) {}
}
