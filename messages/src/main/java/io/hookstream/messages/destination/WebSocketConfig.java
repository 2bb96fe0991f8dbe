package io.hookstream.messages.destination;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom a {@code websocket} destination tells: the clients that are connected and subscribed.
 *
 * @param channelName under which clients may subscribe besides the destination's id, also to several destinations at once:
 *     1 to 64 letters, digits, dots, underscores and hyphens
 * @param requireSubscriber whether a delivery fails if nobody got it; default true
 * @param timeout seconds for a whole attempt, 1 to 60; default 30
 */
public record WebSocketConfig(
        @Nullable String channelName,
        @Nullable Boolean requireSubscriber,
        @Nullable Integer timeout) implements DestinationConfig {

    static final String TYPE = "websocket";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** What the ids of destinations begin with. */
    private static final String ID = "dst_";

    @Override
    public String kind() {
        return TYPE;
    }

    @Override
    public WebSocketConfig checked() {
        String name = Check.required(channelName, "config.channel_name");
        if (!isChannelName(name)) {
            throw Refused.invalid(
                    "config.channel_name: must have 1 to 64 letters, digits, dots, underscores and hyphens,"
                            + " and not begin with " + ID);
        }
        return new WebSocketConfig(name, requireSubscriber == null || requireSubscriber, checkedTimeout());
    }

    public static boolean isChannelName(String name) {
        return NAME.matcher(name).matches() && !name.startsWith(ID);
    }
}
