package io.hookstream.messages.replay;

import java.util.List;

/** Which settings of the connections a replay goes by, as it is stored and shown. */
public final class ReplayConfig {

    /** As they are when the event is replayed. */
    public static final String NOW = "now";

    /** As they were when the event was received. */
    public static final String THEN = "then";

    static final List<String> ALL = List.of(NOW, THEN);

    private ReplayConfig() {}
}
