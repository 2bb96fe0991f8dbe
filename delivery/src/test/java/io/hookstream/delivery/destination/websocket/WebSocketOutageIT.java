package io.hookstream.delivery.destination.websocket;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.OutageContract;
import io.hookstream.messages.Json;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.WebSocketConfig;
import io.hookstream.messages.websocket.WebSocketQuery.Broadcast;
import io.hookstream.messages.websocket.WebSocketQuery.Reached;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** It is down while nobody is subscribed. The gateway is a stub here; the program's own test has a real client. */
class WebSocketOutageIT extends OutageContract {

    private final List<String> received = new CopyOnWriteArrayList<>();
    private volatile boolean subscribed = true;

    @Override
    protected DestinationConfig config() {
        pipeline.answer(Broadcast.class, Reached.class, this::tell);
        return new WebSocketConfig("live", true, 30);
    }

    private Reached tell(Broadcast broadcast) {
        if (!subscribed) {
            return Reached.NOBODY;
        }
        try {
            received.add(Json.mapper().readTree(broadcast.data()).path("body").toString());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        return new Reached(1, 1);
    }

    @Override
    protected void down() {
        subscribed = false;
    }

    @Override
    protected void up() {
        subscribed = true;
    }

    @Override
    protected List<String> received() {
        return received;
    }

    @Override
    protected Set<String> failures() {
        return Set.of(ErrorType.PROVIDER_ERROR);
    }
}
