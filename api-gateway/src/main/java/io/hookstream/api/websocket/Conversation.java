package io.hookstream.api.websocket;

import io.hookstream.api.Bus;
import io.hookstream.api.websocket.ServerMessage.Failure;
import io.hookstream.api.websocket.ServerMessage.Subscribed;
import io.hookstream.api.websocket.ServerMessage.Unsubscribed;
import io.hookstream.messages.destination.DestinationQuery.FindDestination;
import io.hookstream.messages.destination.DestinationView;
import io.hookstream.messages.destination.WebSocketConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Understands what clients say. */
@Component
class Conversation {

    private static final Logger log = LoggerFactory.getLogger(Conversation.class);

    private static final String KNOWN = "known are deliveries:<destination id> and deliveries:<channel name>";

    private final Clients clients;
    private final Bus bus;
    private final JsonMapper mapper;

    Conversation(Clients clients, Bus bus, JsonMapper mapper) {
        this.clients = clients;
        this.bus = bus;
        this.mapper = mapper;
    }

    /** What the client is answered; empty if nothing. */
    Mono<ServerMessage> answer(Connection connection, String text) {
        JsonNode message = parsed(text);
        if (message == null || !message.isObject()) {
            return failure(null, "The message is no JSON object");
        }
        String type = message.path("type").stringValue(null);
        if (type == null) {
            return failure(null, "type: is required, and a string");
        }
        return switch (type) {
            case "pong" -> Mono.empty();
            case "subscribe" -> subscribe(connection, message.path("channel").stringValue(null));
            case "unsubscribe" ->
                unsubscribe(connection, message.path("channel").stringValue(null));
            default -> failure(null, "type: is unknown; known are subscribe, unsubscribe and pong");
        };
    }

    private @Nullable JsonNode parsed(String text) {
        try {
            return mapper.readTree(text);
        } catch (JacksonException | NumberFormatException e) {
            return null;
        }
    }

    String written(ServerMessage message) {
        return mapper.writeValueAsString(message);
    }

    private Mono<ServerMessage> unsubscribe(Connection connection, @Nullable String channel) {
        if (channel == null) {
            return failure(null, "channel: is required, and a string");
        }
        clients.unsubscribe(connection, channel);
        return Mono.just(Unsubscribed.from(channel));
    }

    private Mono<ServerMessage> subscribe(Connection connection, @Nullable String channel) {
        if (channel == null) {
            return failure(null, "channel: is required, and a string");
        }
        String name = channel.startsWith(Clients.DELIVERIES) ? channel.substring(Clients.DELIVERIES.length()) : "";
        if (WebSocketConfig.isChannelName(name)) {
            return Mono.just(subscribed(connection, channel));
        }
        if (!name.startsWith("dst_")) {
            return failure(channel, "channel: is unknown; " + KNOWN);
        }
        return bus.query(new FindDestination(name, connection.tenant()), DestinationView.class)
                .filter(found -> !found.revision().deleted())
                .<ServerMessage>map(found -> found.settings().config() instanceof WebSocketConfig
                        ? subscribed(connection, channel)
                        : Failure.of(channel, "The destination is not of type websocket"))
                .defaultIfEmpty(Failure.of(channel, "Destination not found"))
                .onErrorResume(e -> {
                    log.debug("A subscription could not be checked", e);
                    return failure(channel, "The store does not answer in time: try again");
                });
    }

    private ServerMessage subscribed(Connection connection, String channel) {
        return clients.subscribe(connection, channel)
                ? Subscribed.to(channel)
                : Failure.of(channel, "A connection takes at most " + Clients.MOST_CHANNELS + " subscriptions");
    }

    private static Mono<ServerMessage> failure(@Nullable String channel, String error) {
        return Mono.just(Failure.of(channel, error));
    }
}
