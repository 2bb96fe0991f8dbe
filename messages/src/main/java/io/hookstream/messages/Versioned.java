package io.hookstream.messages;

import org.jspecify.annotations.Nullable;

/** A change that may be meant for one version of a thing only, so that nobody overwrites what they have not seen. */
public interface Versioned {

    /** Null if it is meant for the thing as it is. */
    @Nullable
    Long expectedVersion();

    /** The same change, refused if the thing has another version by then. */
    Versioned expecting(long version);
}
