package io.hookstream.app;

import io.hookstream.messages.BeforeToken;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToRetrieveIdentifierException;
import org.jspecify.annotations.Nullable;

/** Has a processor's state written before the token that stands for it. See {@link BeforeToken} and {@link Checkpoints}. */
final class StateFirstTokenStore implements TokenStore {

    private final TokenStore store;
    private final Checkpoints checkpoints;

    /** @param checkpoints of the same store */
    StateFirstTokenStore(TokenStore store, Checkpoints checkpoints) {
        this.store = store;
        this.checkpoints = checkpoints;
    }

    @Override
    public void storeToken(@Nullable TrackingToken token, String processorName, int segment) {
        BeforeToken.thenStore(() -> checkpoints.handled(token, processorName, segment));
    }

    @Override
    public void initializeTokenSegments(String processorName, int segmentCount) {
        store.initializeTokenSegments(processorName, segmentCount);
    }

    @Override
    public void initializeTokenSegments(String processorName, int segmentCount, @Nullable TrackingToken initialToken) {
        store.initializeTokenSegments(processorName, segmentCount, initialToken);
    }

    @Override
    public void initializeSegment(@Nullable TrackingToken token, String processorName, int segment) {
        store.initializeSegment(token, processorName, segment);
    }

    @Override
    public void deleteToken(String processorName, int segment) {
        store.deleteToken(processorName, segment);
    }

    @Override
    public boolean requiresExplicitSegmentInitialization() {
        return store.requiresExplicitSegmentInitialization();
    }

    @Override
    public TrackingToken fetchToken(String processorName, int segment) {
        TrackingToken token = store.fetchToken(processorName, segment);
        checkpoints.claimed(processorName, segment);
        return token;
    }

    @Override
    public TrackingToken fetchToken(String processorName, Segment segment) {
        TrackingToken token = store.fetchToken(processorName, segment);
        checkpoints.claimed(processorName, segment.getSegmentId());
        return token;
    }

    @Override
    public void extendClaim(String processorName, int segment) {
        store.extendClaim(processorName, segment);
        checkpoints.extended(processorName, segment);
    }

    @Override
    public void releaseClaim(String processorName, int segment) {
        checkpoints.releasing(processorName, segment);
        store.releaseClaim(processorName, segment);
    }

    @Override
    public int[] fetchSegments(String processorName) {
        return store.fetchSegments(processorName);
    }

    @Override
    public List<Segment> fetchAvailableSegments(String processorName) {
        return store.fetchAvailableSegments(processorName);
    }

    /** Of processes that start on an empty store at once, one writes it, and the others find it there. */
    @Override
    public Optional<String> retrieveStorageIdentifier() {
        try {
            return store.retrieveStorageIdentifier();
        } catch (UnableToRetrieveIdentifierException e) {
            return store.retrieveStorageIdentifier();
        }
    }
}
