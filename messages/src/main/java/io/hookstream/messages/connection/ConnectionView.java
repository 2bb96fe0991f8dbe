package io.hookstream.messages.connection;

import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.View;
import org.jspecify.annotations.Nullable;

/**
 * @param sourceName null if the source is deleted
 * @param destinationName null if the destination is deleted
 */
public record ConnectionView(
        String id,
        Tenant tenant,
        ConnectionSettings settings,
        Revision revision,
        @Nullable String sourceName,
        @Nullable String destinationName)
        implements View {}
