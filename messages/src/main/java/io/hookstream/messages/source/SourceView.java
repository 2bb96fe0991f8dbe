package io.hookstream.messages.source;

import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.View;

/** @param eventCount how many events it has received */
public record SourceView(String id, Tenant tenant, SourceSettings settings, Revision revision, long eventCount)
        implements View {}
