package io.hookstream.messages.issue;

import java.util.List;

/** Where an issue stands, as it is stored and shown. */
public final class IssueStatus {

    public static final String OPEN = "open";

    /** Somebody looks into it. */
    public static final String ACKNOWLEDGED = "acknowledged";

    /** What happens next of its kind opens another issue. */
    public static final String RESOLVED = "resolved";

    public static final List<String> ALL = List.of(OPEN, ACKNOWLEDGED, RESOLVED);

    private IssueStatus() {}
}
