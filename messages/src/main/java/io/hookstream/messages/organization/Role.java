package io.hookstream.messages.organization;

import io.hookstream.messages.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a member may do, as it is stored and shown. Each may do what those after it may. */
public final class Role {

    /** Everything, also who else is an owner. */
    public static final String OWNER = "owner";

    /** Members, environments and API keys. */
    public static final String ADMIN = "admin";

    /** Sources, destinations and all else that events need. */
    public static final String MEMBER = "member";

    /** To look. */
    public static final String VIEWER = "viewer";

    public static final List<String> ALL = List.of(OWNER, ADMIN, MEMBER, VIEWER);

    private Role() {}

    /** @param role null for who is no member */
    public static boolean includes(@Nullable String role, String needed) {
        return role != null && ALL.contains(role) && ALL.indexOf(role) <= ALL.indexOf(needed);
    }

    public static String checked(@Nullable String role) {
        if (role == null || !ALL.contains(role)) {
            throw Refused.invalid("role: must be one of " + String.join(", ", ALL) + "; was " + role);
        }
        return role;
    }
}
