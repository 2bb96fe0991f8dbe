package io.hookstream.api.security;

import io.hookstream.api.ApiException;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.organization.Role;

/**
 * Somebody who is logged in.
 *
 * @param tenant what they work in at present
 * @param role theirs in that organization
 * @param administrator whether the server is theirs
 * @param sessionId see {@link io.hookstream.messages.session.Session}
 */
public record Person(String userId, Tenant tenant, String role, boolean administrator, String sessionId) {

    /** @throws ApiException 403 if their role does not include this one */
    public void require(String needed) {
        if (!Role.includes(role, needed)) {
            throw ApiException.forbidden("This needs the role " + needed);
        }
    }
}
