package io.hookstream.projections;

import com.mongodb.client.MongoClient;
import io.hookstream.messages.BeforeToken;
import java.util.function.Consumer;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventsourcing.tokenstore.MongoTokenStore;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.Serializer;

/** Has state written before its token, as the program's store does, and lets a test come between the two. */
public final class InterruptibleTokenStore extends MongoTokenStore {

    private volatile Consumer<UnitOfWork<?>> interruption = unitOfWork -> {};

    private InterruptibleTokenStore(Builder builder) {
        super(builder);
    }

    static InterruptibleTokenStore in(MongoClient client, String database, Serializer serializer) {
        DefaultMongoTemplate template =
                DefaultMongoTemplate.builder().mongoDatabase(client, database).build();
        return new InterruptibleTokenStore(
                MongoTokenStore.builder().mongoTemplate(template).serializer(serializer));
    }

    /** Runs in each batch and each reset, between its writes and its token. */
    public void interrupt(Consumer<UnitOfWork<?>> what) {
        interruption = what;
    }

    public void leaveAlone() {
        interruption = unitOfWork -> {};
    }

    @Override
    public void storeToken(TrackingToken token, String processorName, int segment) {
        BeforeToken.thenStore(() -> {
            CurrentUnitOfWork.ifStarted(interruption);
            super.storeToken(token, processorName, segment);
        });
    }
}
