package io.hookstream.command.user;

import static io.hookstream.command.Samples.expectRefused;
import static io.hookstream.command.Samples.fixture;

import io.hookstream.messages.Refused.Code;
import io.hookstream.messages.Secret;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.user.Identity;
import io.hookstream.messages.user.UserCommand;
import io.hookstream.messages.user.UserCommand.LinkIdentity;
import io.hookstream.messages.user.UserCommand.SignUp;
import io.hookstream.messages.user.UserEvent.IdentityLinked;
import io.hookstream.messages.user.UserEvent.UserSignedUp;
import io.hookstream.messages.user.UserProfile;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class UserTest {

    private static final String EMAIL = "ada@example.com";
    private static final String ID = UserCommand.id(EMAIL);
    private static final Tenant OWN = UserProfile.ownTenant(ID);
    private static final Secret HASH = new Secret("v1.hash", "");
    private static final Identity GITHUB = new Identity("github", "583231");
    private static final UserSignedUp SIGNED_UP = new UserSignedUp(ID, OWN, EMAIL, "Ada", HASH);

    private final AggregateTestFixture<User> fixture = fixture(User.class);

    @Test
    void signsUp() {
        fixture.givenNoPriorActivity()
                .when(new SignUp(ID, EMAIL, " Ada ", HASH))
                .expectEvents(SIGNED_UP)
                .expectResultMessagePayload(0L);
    }

    @Test
    void signsUpOnce() {
        expectRefused(
                fixture.given(SIGNED_UP).when(new SignUp(ID, EMAIL, "Eve", new Secret("v1.other", ""))),
                Code.CONFLICT,
                "email: has an account already");
    }

    @Test
    void comesByAnIdentityProvider() {
        fixture.givenNoPriorActivity()
                .when(new LinkIdentity(ID, EMAIL, "Ada", GITHUB, false))
                .expectEvents(new UserSignedUp(ID, OWN, EMAIL, "Ada", null), new IdentityLinked(ID, OWN, GITHUB, true));
    }

    @Test
    void linksAnIdentityAndKeepsThePasswordIfLoggedIn() {
        fixture.given(SIGNED_UP)
                .when(new LinkIdentity(ID, EMAIL, "Ada", GITHUB, true))
                .expectEvents(new IdentityLinked(ID, OWN, GITHUB, true));
    }

    @Test
    void thePasswordOfAnAddressThatWasNeverVerifiedIsGoodForNothingAfterTheLink() {
        fixture.given(SIGNED_UP)
                .when(new LinkIdentity(ID, EMAIL, "Ada", GITHUB, false))
                .expectEvents(new IdentityLinked(ID, OWN, GITHUB, false));
    }

    @Test
    void linksAnIdentityOnce() {
        fixture.given(SIGNED_UP, new IdentityLinked(ID, OWN, GITHUB, true))
                .when(new LinkIdentity(ID, EMAIL, "Ada", GITHUB, false))
                .expectNoEvents();
    }

    @Test
    void isNotTakenOverByWhoHasTheAddressLater() {
        expectRefused(
                fixture.given(SIGNED_UP, new IdentityLinked(ID, OWN, GITHUB, true))
                        .when(new LinkIdentity(ID, EMAIL, "Eve", new Identity("github", "666"), false)),
                Code.FORBIDDEN,
                "The account is linked to another github account");
    }
}
