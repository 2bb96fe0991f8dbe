package io.hookstream.messages.destination;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exchange of a RabbitMQ broker, and how the broker is reached.
 *
 * @param url of the management API if http or https, of the broker itself if amqp or amqps
 * @param vhost default {@code /}
 * @param exchange the default exchange is empty, or {@code amq.default}
 * @param routingKey may be empty, as exchanges of some types take it
 * @param timeout seconds for a whole attempt, 1 to 60; default 30
 */
public record RabbitmqConfig(
        @Nullable String url,
        @Nullable String vhost,
        @Nullable String exchange,
        @Nullable String routingKey,
        @Nullable String username,
        @Nullable Secret password,
        @Nullable Integer timeout)
        implements DestinationConfig {

    static final String TYPE = "rabbitmq";

    private static final Set<String> SCHEMES = Set.of("http", "https", "amqp", "amqps");
    private static final int MAX_URL = 2048;
    private static final int MAX_PORT = 65535;

    /** Of the protocol's short strings, in bytes of UTF-8. */
    private static final int MAX_NAME = 255;

    @Override
    public String kind() {
        return TYPE;
    }

    @Override
    public RabbitmqConfig checked() {
        String user = name(Check.required(username, "config.username"), "config.username");
        if (user.isBlank() || user.indexOf(':') >= 0) {
            throw Refused.invalid("config.username: must not be empty, and hold no colon");
        }
        String host = name(vhost == null ? "/" : vhost, "config.vhost");
        if (host.isEmpty()) {
            throw Refused.invalid("config.vhost: must not be empty; the default one is /");
        }
        return new RabbitmqConfig(
                checkedUrl(Check.required(url, "config.url")),
                host,
                name(Check.required(exchange, "config.exchange"), "config.exchange"),
                name(Check.required(routingKey, "config.routing_key"), "config.routing_key"),
                user,
                Check.required(password, "config.password"),
                checkedTimeout());
    }

    private static String name(String text, String field) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_NAME
                || text.chars().anyMatch(Character::isISOControl)) {
            throw Refused.invalid(field + ": must have at most " + MAX_NAME + " bytes, and no control characters");
        }
        return text;
    }

    /** Only the shape: whether the address may be reached is decided at connect time, by the egress guard. */
    private static String checkedUrl(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!SCHEMES.contains(scheme)) {
                throw Refused.invalid("config.url: must begin with https:// or http:// (the management API),"
                        + " or with amqps:// or amqp:// (the broker)");
            }
            if (uri.getHost() == null || uri.getUserInfo() != null || url.length() > MAX_URL) {
                throw Refused.invalid("config.url: must have a host, no user name in it (that is config.username),"
                        + " and at most " + MAX_URL + " characters");
            }
            if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
                throw Refused.invalid("config.url: the port must be between 1 and " + MAX_PORT);
            }
            if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw Refused.invalid("config.url: must have no query and no fragment");
            }
            boolean path = uri.getRawPath() != null && !Set.of("", "/").contains(uri.getRawPath());
            if (scheme.startsWith("amqp") && path) {
                throw Refused.invalid("config.url: must have no path: the virtual host is config.vhost");
            }
            return url;
        } catch (URISyntaxException e) {
            throw Refused.invalid("config.url: is not a URL: " + e.getReason());
        }
    }
}
