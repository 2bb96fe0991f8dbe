package io.hookstream.projections.user;

import static io.hookstream.projections.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Secret;
import io.hookstream.messages.user.Identity;
import io.hookstream.messages.user.UserEvent.IdentityLinked;
import io.hookstream.messages.user.UserEvent.UserSignedUp;
import io.hookstream.messages.user.UserProfile;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.WithProjections;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserProjectionIT extends WithProjections {

    private static final Secret HASH = new Secret("v1.hash", "");
    private static final Identity GITHUB = new Identity("github", "583231");

    private UserProfile profile() {
        return ResourceDocument.settings(projections.document(UserProjection.COLLECTION, "usr_1"), UserProfile.class);
    }

    @Test
    void keepsThePasswordUntilAnIdentityComesWithoutIt() {
        projections.project(new UserSignedUp("usr_1", TENANT, "ada@example.com", "Ada", HASH));
        assertThat(profile()).isEqualTo(new UserProfile("ada@example.com", "Ada", HASH, List.of()));

        projections.project(new IdentityLinked("usr_1", TENANT, GITHUB, false));
        assertThat(profile()).isEqualTo(new UserProfile("ada@example.com", "Ada", null, List.of(GITHUB)));
    }
}
