package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hookstream.messages.Checkpointed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckpointsTest {

    private static final String LANES = "lanes";

    /** What happens to the stores, in its order. */
    private final List<String> done = new ArrayList<>();

    private boolean claimLost;

    private final InMemoryTokenStore tokens = new InMemoryTokenStore() {
        @Override
        public void storeToken(TrackingToken token, String processorName, int segment) {
            done.add("token " + token.position().orElseThrow());
        }

        @Override
        public void extendClaim(String processorName, int segment) {
            if (claimLost) {
                throw new UnableToClaimTokenException("another's");
            }
        }

        @Override
        public void releaseClaim(String processorName, int segment) {
            done.add("released");
        }

        @Override
        public TrackingToken fetchToken(String processorName, int segment) {
            return token(1);
        }
    };

    private final Checkpointed lanes = new Checkpointed() {
        @Override
        public String processor() {
            return LANES;
        }

        @Override
        public void claimed(int segment, long head) {
            done.add("claimed up to " + head);
        }

        @Override
        public void write(int segment) {
            done.add("state");
        }

        @Override
        public void released(int segment) {
            done.add("forgotten");
        }
    };

    private final StateFirstTokenStore store = new StateFirstTokenStore(
            tokens,
            new Checkpoints(tokens, name -> Optional.of(lanes).filter(each -> name.equals(LANES)), () -> token(9)));

    private static TrackingToken token(long position) {
        return new GlobalSequenceTrackingToken(position);
    }

    @BeforeEach
    void claim() {
        store.fetchToken(LANES, 0);
        assertThat(done).containsExactly("claimed up to 9");
        // Once more: its time begins here, and the first assertion of a JVM may take long.
        store.fetchToken(LANES, 0);
        done.clear();
    }

    @Test
    void severalBatchesHaveOneTokenAndTheStateComesBeforeIt() {
        store.storeToken(token(2), LANES, 0);
        store.storeToken(token(3), LANES, 0);
        assertThat(done).isEmpty();

        store.extendClaim(LANES, 0);
        assertThat(done).containsExactly("state", "token 3");

        store.extendClaim(LANES, 0);
        assertThat(done).as("nothing is left").hasSize(2);
    }

    @Test
    void aTokenIsStoredAfterSomeTimeAlthoughBatchesGoOn() {
        await().atMost(Duration.ofSeconds(5)).until(() -> {
            store.storeToken(token(2), LANES, 0);
            return done.contains("token 2");
        });
        assertThat(done).startsWith("state", "token 2");
    }

    @Test
    void whoeverGivesTheClaimUpHasStoredEverything() {
        store.storeToken(token(2), LANES, 0);
        store.releaseClaim(LANES, 0);
        assertThat(done).containsExactly("state", "token 2", "forgotten", "released");
    }

    @Test
    void whoHasLostTheClaimWritesNothing() {
        claimLost = true;
        assertThatThrownBy(() -> {
                    while (true) {
                        store.storeToken(token(2), LANES, 0);
                    }
                })
                .isInstanceOf(UnableToClaimTokenException.class);
        store.releaseClaim(LANES, 0);
        assertThat(done).containsExactly("forgotten", "released");
    }

    @Test
    void whatWasLeftBeforeALostClaimIsNotStoredAfterTheNext() {
        store.storeToken(token(2), LANES, 0);
        store.fetchToken(LANES, 0);
        done.clear();
        store.extendClaim(LANES, 0);
        assertThat(done).isEmpty();
    }

    @Test
    void otherProcessorsHaveATokenForEachBatch() {
        store.fetchToken("sagas", 0);
        store.storeToken(token(2), "sagas", 0);
        store.storeToken(token(3), "sagas", 0);
        assertThat(done).containsExactly("token 2", "token 3");
    }
}
