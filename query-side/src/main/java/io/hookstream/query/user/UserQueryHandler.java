package io.hookstream.query.user;

import com.mongodb.client.model.Filters;
import io.hookstream.messages.user.UserProfile;
import io.hookstream.messages.user.UserQuery.FindUser;
import io.hookstream.messages.user.UserQuery.FindUsers;
import io.hookstream.messages.user.UserQuery.Users;
import io.hookstream.messages.user.UserView;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.user.UserProjection;
import io.hookstream.query.ReadModels;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** Answers what can be asked about users. */
@Component
class UserQueryHandler {

    private final ReadModels models;

    UserQueryHandler(ReadModels models) {
        this.models = models;
    }

    @QueryHandler
    CompletableFuture<@Nullable UserView> handle(FindUser query) {
        return models.byId(UserProjection.COLLECTION, query.id(), null)
                .map(UserQueryHandler::view)
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable Users> handle(FindUsers query) {
        return Flux.from(models.bounded(UserProjection.COLLECTION, Filters.in(ResourceDocument.ID, query.ids())))
                .map(UserQueryHandler::view)
                .collectList()
                .map(Users::new)
                .toFuture();
    }

    private static UserView view(Document user) {
        return new UserView(
                user.getString(ResourceDocument.ID),
                ResourceDocument.tenant(user),
                ResourceDocument.revision(user),
                ResourceDocument.settings(user, UserProfile.class));
    }
}
