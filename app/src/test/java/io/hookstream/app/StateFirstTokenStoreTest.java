package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.BeforeToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToRetrieveIdentifierException;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.Test;

class StateFirstTokenStoreTest {

    private static final TrackingToken TOKEN = new GlobalSequenceTrackingToken(7);

    private final List<String> written = new ArrayList<>();
    private final Tokens tokens = new Tokens();
    private final StateFirstTokenStore store =
            new StateFirstTokenStore(tokens, new Checkpoints(tokens, name -> Optional.empty(), () -> TOKEN));

    /** Stores at once, as a database does; Axon's own waits for the unit of work. */
    private static final class Tokens extends InMemoryTokenStore {

        private final List<TrackingToken> stored = new ArrayList<>();
        private boolean down;
        private boolean identifierIsBeingWritten;

        @Override
        public Optional<String> retrieveStorageIdentifier() {
            if (identifierIsBeingWritten) {
                identifierIsBeingWritten = false;
                throw new UnableToRetrieveIdentifierException("Another process was first", null);
            }
            return super.retrieveStorageIdentifier();
        }

        @Override
        public void storeToken(TrackingToken token, String processorName, int segment) {
            if (down) {
                throw new IllegalStateException("no server");
            }
            stored.add(token);
        }
    }

    private record State(List<String> changes) {}

    private void collect(UnitOfWork<?> batch, String change, Consumer<State> write) {
        BeforeToken.collect(batch, State.class, () -> new State(new ArrayList<>()), write)
                .changes()
                .add(change);
    }

    private void write(State state) {
        assertThat(tokens.stored).isEmpty();
        written.addAll(state.changes());
    }

    /** A batch of two events as a processor makes it: it has the token stored before anything else. */
    private BatchingUnitOfWork<EventMessage<?>> batch() {
        BatchingUnitOfWork<EventMessage<?>> batch = new BatchingUnitOfWork<>(
                List.of(GenericEventMessage.asEventMessage("first"), GenericEventMessage.asEventMessage("second")));
        batch.onPrepareCommit(prepared -> store.storeToken(TOKEN, "router", 0));
        return batch;
    }

    private static String event(UnitOfWork<? extends EventMessage<?>> batch) {
        return (String) batch.getMessage().getPayload();
    }

    @Test
    void theStateIsWrittenWholeOnceAndBeforeItsToken() {
        var batch = batch();

        assertThat(batch.executeWithResult(() -> {
                            collect(batch, event(batch), this::write);
                            assertThat(written).isEmpty();
                            return null;
                        })
                        .isExceptional())
                .isFalse();

        assertThat(written).containsExactly("first", "second");
        assertThat(tokens.stored).containsExactly(TOKEN);
    }

    /** As Axon writes sagas, and the deadlines that they schedule. */
    @Test
    void whatIsWrittenWhileTheLastEventsCommitIsPreparedComesBeforeTheTokenToo() {
        var batch = batch();

        batch.executeWithResult(() -> {
            batch.onPrepareCommit(saga -> {
                assertThat(tokens.stored).isEmpty();
                written.add("saga");
                batch.onPrepareCommit(deadline -> {
                    assertThat(tokens.stored).isEmpty();
                    written.add("deadline");
                });
            });
            return null;
        });

        assertThat(written).containsExactly("saga", "deadline", "saga", "deadline");
        assertThat(tokens.stored).containsExactly(TOKEN);
    }

    @Test
    void stateThatCannotBeWrittenLeavesTheTokenWhereItIs() {
        var batch = batch();

        var result = batch.executeWithResult(() -> {
            collect(batch, event(batch), state -> {
                throw new IllegalStateException("no server");
            });
            return null;
        });

        assertThat(result.exceptionResult()).hasMessage("no server");
        assertThat(batch.isRolledBack()).isTrue();
        assertThat(tokens.stored).isEmpty();
    }

    @Test
    void aTokenThatCannotBeStoredFailsItsBatch() {
        tokens.down = true;
        var batch = batch();

        assertThat(batch.executeWithResult(() -> null).exceptionResult()).hasMessage("no server");

        assertThat(batch.isRolledBack()).isTrue();
    }

    /** As the command that resets a processor stores them, and a processor that has nothing to handle. */
    @Test
    void aTokenWithoutABatchIsStoredAtOnce() {
        store.storeToken(TOKEN, "router", 0);
        assertThat(tokens.stored).containsExactly(TOKEN);

        UnitOfWork<?> command = DefaultUnitOfWork.startAndGet(null);
        store.storeToken(TOKEN, "router", 0);
        command.rollback();
        assertThat(tokens.stored).containsExactly(TOKEN, TOKEN);
    }

    @Test
    void everythingElseIsLeftToTheStore() {
        store.initializeTokenSegments("router", 2, TOKEN);
        assertThat(store.fetchSegments("router")).containsExactly(0, 1);
        assertThat(store.fetchToken("router", 1)).isEqualTo(TOKEN);
        assertThat(store.fetchAvailableSegments("router")).hasSize(2);
        assertThat(store.retrieveStorageIdentifier()).isEqualTo(tokens.retrieveStorageIdentifier());
    }

    @Test
    void whoDoesNotGetToWriteTheIdentifierFindsIt() {
        tokens.identifierIsBeingWritten = true;
        assertThat(store.retrieveStorageIdentifier()).isEqualTo(tokens.retrieveStorageIdentifier());
    }
}
