package io.hookstream.messages.organization;

import java.util.List;

/** What can be asked about organizations. */
public sealed interface OrganizationQuery {

    /** How many organizations of one user are answered. */
    int MAX = 100;

    /** Answers an {@link OrganizationView} or null. */
    record FindOrganization(String id) implements OrganizationQuery {}

    /** Answers {@link Organizations}: those that the user is a member of, the newest first, at most {@link #MAX}. */
    record ListOrganizations(String userId) implements OrganizationQuery {}

    /** Answers {@link Organizations}: one that was made at a first start and that nobody has claimed yet, or none. */
    record FindUnclaimed() implements OrganizationQuery {}

    record Organizations(List<OrganizationView> organizations) {}
}
