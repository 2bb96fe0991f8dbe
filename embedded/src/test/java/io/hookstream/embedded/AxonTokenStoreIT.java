package io.hookstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.time.Duration;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventsourcing.tokenstore.MongoTokenStore;
import org.axonframework.serialization.json.JacksonSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Axon's own store of tokens, on the document store, with the tokens of the event log. */
class AxonTokenStoreIT {

    private static final String PROCESSOR = "projections";

    @TempDir
    Path directory;

    private EmbeddedDocumentStore store;
    private MongoClient client;

    @BeforeEach
    void open() {
        store = EmbeddedDocumentStore.open(directory);
        client = MongoClients.create(store.connectionString());
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    private MongoTokenStore tokensOf(String node) {
        return MongoTokenStore.builder()
                .mongoTemplate(DefaultMongoTemplate.builder()
                        .mongoDatabase(client.getDatabase("test").withWriteConcern(WriteConcern.JOURNALED))
                        .build())
                .serializer(JacksonSerializer.defaultSerializer())
                .nodeId(node)
                .claimTimeout(Duration.ofMinutes(1))
                .build();
    }

    @Test
    void claimsStoresAndFetchesTokensAlsoAfterReopening() {
        MongoTokenStore tokens = tokensOf("one");
        tokens.initializeTokenSegments(PROCESSOR, 4, new GlobalSequenceTrackingToken(0));
        assertThat(tokens.fetchSegments(PROCESSOR)).containsExactly(0, 1, 2, 3);
        assertThat(tokens.fetchToken(PROCESSOR, 1)).isEqualTo(new GlobalSequenceTrackingToken(0));
        TrackingToken replay =
                ReplayToken.createReplayToken(new GlobalSequenceTrackingToken(9), new GlobalSequenceTrackingToken(3));
        tokens.storeToken(new GlobalSequenceTrackingToken(77), PROCESSOR, 1);
        tokens.fetchToken(PROCESSOR, 2);
        tokens.storeToken(replay, PROCESSOR, 2);
        assertThatThrownBy(() -> tokensOf("two").fetchToken(PROCESSOR, 1))
                .isInstanceOf(UnableToClaimTokenException.class);

        close();
        open();
        MongoTokenStore again = tokensOf("one");
        assertThat(again.fetchToken(PROCESSOR, 1)).isEqualTo(new GlobalSequenceTrackingToken(77));
        assertThat(again.fetchToken(PROCESSOR, 2)).isEqualTo(replay);
        again.extendClaim(PROCESSOR, 1);
        assertThatThrownBy(() -> tokensOf("two").fetchToken(PROCESSOR, 1))
                .isInstanceOf(UnableToClaimTokenException.class);
        again.releaseClaim(PROCESSOR, 1);
        assertThat(tokensOf("two").fetchToken(PROCESSOR, 1)).isEqualTo(new GlobalSequenceTrackingToken(77));
        assertThatThrownBy(() -> again.storeToken(new GlobalSequenceTrackingToken(78), PROCESSOR, 1))
                .isInstanceOf(UnableToClaimTokenException.class);
    }
}
