package io.hookstream.messages.destination;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where and how records are produced to a {@code kafka} destination: with a cluster id by Confluent's REST API v3, without
 * one by Kafka's own protocol.
 *
 * @param bootstrapServers host:port, several separated by commas; for REST the first one's host is also the API's
 * @param clusterId such as lkc-xxxxx
 * @param apiKey user name of SASL PLAIN, or of HTTP Basic
 * @param apiSecret its password
 * @param keyPath path into the JSON that is sent, to what becomes the record's key; no key if absent
 * @param endpoint base URL of the REST API if it is not {@code https://} and the first server's host
 * @param security of Kafka's own protocol: sasl_ssl, sasl_plaintext, ssl or plaintext; default sasl_ssl with an API key,
 *     plaintext without
 * @param caCertificate PEM of who signed the brokers' certificates; default those that Java trusts
 * @param timeout seconds for a whole attempt, 1 to 60; default 30
 */
public record KafkaConfig(
        @Nullable String bootstrapServers,
        @Nullable String clusterId,
        @Nullable String topic,
        @Nullable String apiKey,
        @Nullable Secret apiSecret,
        @Nullable String keyPath,
        @Nullable String endpoint,
        @Nullable String security,
        @Nullable String caCertificate,
        @Nullable Integer timeout)
        implements DestinationConfig {

    static final String TYPE = "kafka";

    private static final Set<String> SECURITIES = Set.of("sasl_ssl", "sasl_plaintext", "ssl", "plaintext");
    private static final Pattern SERVER =
            Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\]):([0-9]{1,5})");
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");
    private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e&&[^:]]{1,256}");
    private static final int MAX_SERVERS = 16;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PATH = 256;
    private static final int MAX_URL = 2048;
    private static final int MAX_CERTIFICATE = 65_536;

    @Override
    public String kind() {
        return TYPE;
    }

    /** Whether it is reached by HTTP. */
    public boolean overRest() {
        return clusterId != null;
    }

    @Override
    public KafkaConfig checked() {
        checkServers(Check.required(bootstrapServers, "config.bootstrap_servers"));
        Check.matching(
                topic, TOPIC, "config.topic", "must have 1 to 249 letters, digits, dots, hyphens and underscores");
        if (apiKey != null) {
            Check.matching(
                    apiKey, KEY, "config.api_key", "must have 1 to 256 visible ASCII characters other than a colon");
        }
        if (keyPath != null && (keyPath.isBlank() || keyPath.length() > MAX_PATH)) {
            throw Refused.invalid("config.key_path: must have 1 to " + MAX_PATH + " characters");
        }
        String checkedSecurity = clusterId == null ? checkedNative() : checkedRest(clusterId);
        return new KafkaConfig(
                bootstrapServers,
                clusterId,
                topic,
                apiKey,
                apiSecret,
                keyPath,
                endpoint,
                checkedSecurity,
                caCertificate,
                checkedTimeout());
    }

    private static void checkServers(String servers) {
        String[] all = servers.split(",", -1);
        if (all.length > MAX_SERVERS) {
            throw Refused.invalid("config.bootstrap_servers: must be at most " + MAX_SERVERS);
        }
        for (String server : all) {
            var parts = SERVER.matcher(server.strip());
            int port = parts.matches() ? Integer.parseInt(parts.group(1)) : 0;
            if (port < 1 || port > MAX_PORT) {
                throw Refused.invalid("config.bootstrap_servers: must be host:port, several separated by commas");
            }
        }
    }

    private @Nullable String checkedRest(String cluster) {
        Check.matching(
                cluster, CLUSTER, "config.cluster_id", "must have 1 to 64 letters, digits, hyphens and underscores");
        Check.required(apiKey, "config.api_key");
        Check.required(apiSecret, "config.api_secret");
        refuse(security, "config.security", "is of Kafka's own protocol, which is not spoken with a cluster_id");
        refuse(
                caCertificate,
                "config.ca_certificate",
                "is of Kafka's own protocol, which is not spoken with a cluster_id");
        if (endpoint != null) {
            checkEndpoint(endpoint);
        }
        return null;
    }

    private String checkedNative() {
        refuse(endpoint, "config.endpoint", "is of the REST API, which is called with a cluster_id only");
        if (apiKey == null) {
            refuse(apiSecret, "config.api_key", "is required with an api_secret");
        } else {
            Check.required(apiSecret, "config.api_secret");
        }
        String checked = security == null ? apiKey == null ? "plaintext" : "sasl_ssl" : security;
        if (!SECURITIES.contains(checked)) {
            throw Refused.invalid(
                    "config.security: must be sasl_ssl, sasl_plaintext, ssl or plaintext; was " + checked);
        }
        if (checked.startsWith("sasl") && apiKey == null) {
            throw Refused.invalid("config.api_key: is required for " + checked);
        }
        if (!checked.startsWith("sasl") && apiKey != null) {
            throw Refused.invalid(
                    "config.security: must be sasl_ssl or sasl_plaintext with an api_key; was " + checked);
        }
        if (caCertificate != null) {
            if (!checked.endsWith("ssl")) {
                throw Refused.invalid("config.ca_certificate: is for ssl and sasl_ssl only");
            }
            if (!caCertificate.contains("-----BEGIN CERTIFICATE-----") || caCertificate.length() > MAX_CERTIFICATE) {
                throw Refused.invalid("config.ca_certificate: must be certificates in PEM, at most " + MAX_CERTIFICATE
                        + " characters");
            }
        }
        return checked;
    }

    private static void refuse(@Nullable Object value, String field, String why) {
        if (value != null) {
            throw Refused.invalid(field + ": " + why);
        }
    }

    /** Only the shape: whether the address may be reached is decided at connect time, by the egress guard. */
    private static void checkEndpoint(String endpoint) {
        try {
            URI uri = new URI(endpoint);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!http || uri.getHost() == null || endpoint.length() > MAX_URL) {
                throw Refused.invalid(
                        "config.endpoint: must be an http or https URL of at most " + MAX_URL + " characters");
            }
            if (uri.getUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw Refused.invalid("config.endpoint: must have no user name, query or fragment");
            }
            if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
                throw Refused.invalid("config.endpoint: the port must be between 1 and " + MAX_PORT);
            }
        } catch (URISyntaxException e) {
            throw Refused.invalid("config.endpoint: is not a URL: " + e.getReason());
        }
    }
}
