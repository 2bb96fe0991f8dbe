package io.hookstream.messages.source;

import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.View;
import org.jspecify.annotations.Nullable;

/** @param eventCount how many events it has received; null of a source of the past */
public record SourceView(
        String id,
        Tenant tenant,
        SourceSettings settings,
        Revision revision,
        @Nullable Long eventCount) implements View {

    /** One of the present. */
    public SourceView(String id, Tenant tenant, SourceSettings settings, Revision revision, long eventCount) {
        this(id, tenant, settings, revision, Long.valueOf(eventCount));
    }
}
