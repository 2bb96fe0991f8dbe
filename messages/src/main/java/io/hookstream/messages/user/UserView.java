package io.hookstream.messages.user;

import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.View;

/** A user as they are read. */
public record UserView(String id, Tenant tenant, Revision revision, UserProfile profile) implements View {}
