package io.hookstream.api.websocket;

import io.hookstream.messages.Tenant;
import org.jspecify.annotations.Nullable;

/** What a client is told, besides deliveries. */
sealed interface ServerMessage {

    record Welcome(String type, String orgId, String environmentId) implements ServerMessage {
        static Welcome to(Tenant tenant) {
            return new Welcome("welcome", tenant.organizationId(), tenant.environmentId());
        }
    }

    record Subscribed(String type, String channel) implements ServerMessage {
        static Subscribed to(String channel) {
            return new Subscribed("subscribed", channel);
        }
    }

    record Unsubscribed(String type, String channel) implements ServerMessage {
        static Unsubscribed from(String channel) {
            return new Unsubscribed("unsubscribed", channel);
        }
    }

    /** @param channel that it is about; null if it is about none */
    record Failure(String type, @Nullable String channel, String error) implements ServerMessage {
        static Failure of(@Nullable String channel, String error) {
            return new Failure("error", channel, error);
        }
    }

    record Ping(String type) implements ServerMessage {
        static final Ping NOW = new Ping("ping");
    }
}
