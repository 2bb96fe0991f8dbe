package io.hookstream.api.account;

import io.hookstream.api.AccountProperties;
import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.messages.organization.OrganizationCommand.AcceptInvitation;
import io.hookstream.messages.organization.OrganizationCommand.ClaimOrganization;
import io.hookstream.messages.organization.OrganizationCommand.CreateOrganization;
import io.hookstream.messages.organization.OrganizationQuery.FindOrganization;
import io.hookstream.messages.organization.OrganizationQuery.FindUnclaimed;
import io.hookstream.messages.organization.OrganizationQuery.ListOrganizations;
import io.hookstream.messages.organization.OrganizationQuery.Organizations;
import io.hookstream.messages.organization.OrganizationView;
import io.hookstream.messages.user.UserProfile;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Decides who may come in, and finds or makes the organization that they work in. */
@Component
class Admission {

    private static final String NOT_INVITED = "This server takes only people who are invited: ask for an invitation";

    private final Bus bus;
    private final Clock clock;
    private final boolean open;

    Admission(Bus bus, Clock clock, AccountProperties properties, @Value("${server.address:}") String address) {
        this.bus = bus;
        this.clock = clock;
        this.open = properties.signUp().isEmpty()
                ? isLoopback(address)
                : properties.signUp().equals(AccountProperties.OPEN);
    }

    boolean isOpen() {
        return open;
    }

    /** An error if an account with this address would be let in nowhere; asked before there is an account. */
    Mono<Void> check(String email, @Nullable String invitation) {
        if (invitation != null) {
            return invitedBy(email, invitation).then();
        }
        return open
                ? Mono.empty()
                : unclaimed()
                        .switchIfEmpty(Mono.error(() -> ApiException.forbidden(NOT_INVITED)))
                        .then();
    }

    /** Where the user works: by the invitation, where they are a member, or in an organization that is now theirs. */
    Mono<Tenant> admit(String userId, String email, @Nullable String invitation) {
        if (invitation != null) {
            return accept(userId, email, invitation);
        }
        return bus.query(new ListOrganizations(userId), Organizations.class)
                .flatMapIterable(Organizations::organizations)
                .next()
                .map(OrganizationView::tenant)
                .switchIfEmpty(Mono.defer(() -> claim(userId)))
                .switchIfEmpty(
                        Mono.defer(() -> open ? found(userId) : Mono.error(ApiException.forbidden(NOT_INVITED))));
    }

    Mono<Tenant> accept(String userId, String email, String invitation) {
        String organizationId = organizationId(invitation);
        // What is no organization must not be asked to act as one.
        return bus.query(new FindOrganization(organizationId), OrganizationView.class)
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Invitation")))
                .flatMap(organization -> bus.change(
                        new AcceptInvitation(organizationId, userId, email, ApiKeySettings.hash(invitation)),
                        new FindOrganization(organizationId),
                        OrganizationView.class))
                .map(OrganizationView::tenant);
    }

    private Mono<OrganizationView> invitedBy(String email, String invitation) {
        String hash = ApiKeySettings.hash(invitation);
        return bus.query(new FindOrganization(organizationId(invitation)), OrganizationView.class)
                .filter(organization -> organization.state().invitations().stream()
                        .anyMatch(open -> open.tokenHash().equals(hash)
                                && open.email().equals(email)
                                && open.expiresAt().isAfter(clock.instant())))
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Invitation")));
    }

    private Mono<OrganizationView> unclaimed() {
        return bus.query(new FindUnclaimed(), Organizations.class)
                .flatMapIterable(Organizations::organizations)
                .next();
    }

    /** Somebody else may be faster. */
    private Mono<Tenant> claim(String userId) {
        return unclaimed()
                .flatMap(organization -> bus.change(
                        new ClaimOrganization(organization.id(), userId),
                        new FindOrganization(organization.id()),
                        OrganizationView.class))
                .map(OrganizationView::tenant)
                .onErrorResume(Admission::isConflict, e -> Mono.empty());
    }

    private Mono<Tenant> found(String userId) {
        Tenant own = UserProfile.ownTenant(userId);
        return bus.change(
                        new CreateOrganization(own.organizationId(), "My organization", own.environmentId(), userId),
                        new FindOrganization(own.organizationId()),
                        OrganizationView.class)
                .filter(organization -> organization.state().roleOf(userId) != null)
                .map(OrganizationView::tenant)
                // They left it to others.
                .switchIfEmpty(Mono.error(() -> ApiException.forbidden(NOT_INVITED)));
    }

    private static boolean isConflict(Throwable e) {
        return e instanceof CommandExecutionException refused
                && refused.<Refused.Reason>getDetails()
                        .filter(reason -> reason.code() == Refused.Code.CONFLICT)
                        .isPresent();
    }

    /** What comes before the secret in a token that an invitation is answered with. */
    private static String organizationId(String invitation) {
        int end = invitation.indexOf('.');
        if (end < 0) {
            throw ApiException.notFound("Invitation");
        }
        return invitation.substring(0, end);
    }

    private static boolean isLoopback(String address) {
        try {
            return !address.isEmpty() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
