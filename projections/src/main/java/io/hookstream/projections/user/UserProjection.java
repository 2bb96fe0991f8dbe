package io.hookstream.projections.user;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.hookstream.messages.user.UserEvent;
import io.hookstream.messages.user.UserEvent.IdentityLinked;
import io.hookstream.messages.user.UserEvent.UserSignedUp;
import io.hookstream.messages.user.UserProfile;
import io.hookstream.messages.user.UserQuery.FindUser;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.ResourceWriter;
import io.hookstream.projections.ResourceWriter.Change;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** The read model of users. */
@Component
@ProcessingGroup(ProjectionsConfiguration.CONFIGURATION)
public class UserProjection {

    public static final String COLLECTION = "users";

    private final MongoCollection<Document> documents;
    private final ResourceWriter<FindUser> users;

    UserProjection(MongoDatabase database, QueryUpdateEmitter updates) {
        documents = database.getCollection(COLLECTION);
        users = new ResourceWriter<>(database, COLLECTION, updates, FindUser.class, FindUser::id);
    }

    @EventHandler
    void on(UserSignedUp event, @Timestamp Instant at, @SequenceNumber long version) {
        save(event, UserProfile.of(event), at, version);
    }

    /** Linking what is linked already changes nothing, so it may be handled again. */
    @EventHandler
    void on(IdentityLinked event, @Timestamp Instant at, @SequenceNumber long version) {
        Document user =
                Objects.requireNonNull(documents.find(Filters.eq(event.id())).first());
        save(event, ResourceDocument.settings(user, UserProfile.class).after(event), at, version);
    }

    @ResetHandler
    void reset() {
        users.clear();
    }

    private void save(UserEvent event, UserProfile profile, Instant at, long version) {
        users.save(new Change(event.id(), event.tenant(), version, at), profile, profile.name(), Map.of());
    }
}
