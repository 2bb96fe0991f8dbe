package io.hookstream.query.user;

import static io.hookstream.query.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Secret;
import io.hookstream.messages.user.UserEvent.UserSignedUp;
import io.hookstream.messages.user.UserProfile;
import io.hookstream.messages.user.UserQuery.FindUser;
import io.hookstream.messages.user.UserQuery.FindUsers;
import io.hookstream.messages.user.UserQuery.Users;
import io.hookstream.messages.user.UserView;
import io.hookstream.query.WithReadModels;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserQueryHandlerIT extends WithReadModels {

    @Test
    void usersAreFoundByTheirIds() {
        Secret hash = new Secret("v1.hash", "");
        models.write(
                new UserSignedUp("usr_1", TENANT, "ada@example.com", "Ada", hash),
                new UserSignedUp("usr_2", TENANT, "eve@example.com", "Eve", null));

        assertThat(models.ask(new FindUser("usr_1"), UserView.class).profile())
                .isEqualTo(new UserProfile("ada@example.com", "Ada", hash, List.of()));
        assertThat(models.ask(new FindUser("usr_9"), UserView.class)).isNull();
        assertThat(models.ask(new FindUsers(List.of("usr_2", "usr_9")), Users.class)
                        .users())
                .extracting(UserView::id)
                .containsExactly("usr_2");
    }
}
