package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.messages.BeforeToken;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.Test;

class StateFirstTokenStoreTest {

    private static final TrackingToken TOKEN = new GlobalSequenceTrackingToken(7);

    private final List<String> written = new ArrayList<>();
    private final InMemoryTokenStore tokens = new InMemoryTokenStore();
    private final StateFirstTokenStore store = new StateFirstTokenStore(tokens);

    private record State(List<String> changes) {}

    private void collect(UnitOfWork<?> batch, String change, Consumer<State> write) {
        BeforeToken.collect(batch, State.class, () -> new State(new ArrayList<>()), write)
                .changes()
                .add(change);
    }

    @Test
    void theStateIsWrittenWholeAndBeforeItsToken() {
        store.initializeTokenSegments("router", 1);
        UnitOfWork<?> batch = DefaultUnitOfWork.startAndGet(null);
        Consumer<State> write = state -> {
            assertThat(tokens.fetchToken("router", 0)).isNull();
            written.addAll(state.changes());
        };
        collect(batch, "first", write);
        collect(batch, "second", write);
        assertThat(written).isEmpty();

        store.storeToken(TOKEN, "router", 0);

        assertThat(written).containsExactly("first", "second");
        batch.commit();
        assertThat(tokens.fetchToken("router", 0)).isEqualTo(TOKEN);
    }

    @Test
    void stateThatCannotBeWrittenLeavesTheTokenWhereItIs() {
        store.initializeTokenSegments("router", 1);
        UnitOfWork<?> batch = DefaultUnitOfWork.startAndGet(null);
        collect(batch, "first", state -> {
            throw new IllegalStateException("no server");
        });

        assertThatThrownBy(() -> store.storeToken(TOKEN, "router", 0)).hasMessage("no server");

        batch.commit();
        assertThat(tokens.fetchToken("router", 0)).isNull();
    }

    @Test
    void stateIsWrittenOnce() {
        store.initializeTokenSegments("router", 1);
        UnitOfWork<?> batch = DefaultUnitOfWork.startAndGet(null);
        collect(batch, "first", state -> written.addAll(state.changes()));

        store.storeToken(TOKEN, "router", 0);
        store.storeToken(TOKEN, "router", 0);
        batch.rollback();

        assertThat(written).containsExactly("first");
    }

    @Test
    void aTokenWithoutStateIsJustStored() {
        store.initializeTokenSegments("router", 2, TOKEN);
        assertThat(store.fetchSegments("router")).containsExactly(0, 1);
        assertThat(store.fetchToken("router", 1)).isEqualTo(TOKEN);

        store.storeToken(new GlobalSequenceTrackingToken(8), "router", 1);

        assertThat(store.fetchToken("router", 1)).isEqualTo(new GlobalSequenceTrackingToken(8));
        assertThat(store.fetchAvailableSegments("router")).hasSize(2);
        assertThat(store.retrieveStorageIdentifier()).isEqualTo(tokens.retrieveStorageIdentifier());
    }
}
