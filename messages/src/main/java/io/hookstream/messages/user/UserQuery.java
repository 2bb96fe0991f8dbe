package io.hookstream.messages.user;

import java.util.List;

/** What can be asked about users. */
public sealed interface UserQuery {

    /** Answers a {@link UserView} or null. */
    record FindUser(String id) implements UserQuery {}

    /** Answers {@link Users}: those of these ids that there are. */
    record FindUsers(List<String> ids) implements UserQuery {}

    record Users(List<UserView> users) {}
}
