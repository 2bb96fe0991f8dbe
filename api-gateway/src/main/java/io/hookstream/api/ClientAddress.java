package io.hookstream.api;

import io.hookstream.messages.source.IpRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * Whose request it is: the peer's, unless the peer is a proxy that is trusted to say for whom it asks. Anybody may write
 * an X-Forwarded-For, so that of its entries the rightmost counts that no trusted proxy has.
 */
@Component
public class ClientAddress {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** Some proxies add the port. */
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]*)](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}");

    private final List<IpRange> trusted;

    /** @param trustedProxies addresses and CIDR ranges */
    @ConfigurationProperties("hookstream")
    public record Properties(@DefaultValue List<String> trustedProxies) {}

    /**
     * @param address 4 or 16 bytes; null if there is none
     * @param text as it is shown
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    public record Client(
            byte @Nullable [] address, @Nullable String text) {}

    public ClientAddress(Properties properties) {
        try {
            trusted = properties.trustedProxies().stream().map(IpRange::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hookstream.trusted-proxies: an entry " + e.getMessage(), e);
        }
    }

    public Client of(ServerHttpRequest request) {
        InetSocketAddress peer = request.getRemoteAddress();
        if (peer == null || peer.getAddress() == null) {
            return new Client(null, null);
        }
        byte[] client = peer.getAddress().getAddress();
        if (!trusted.isEmpty() && isTrusted(client)) {
            for (String entry : fromTheRight(request.getHeaders().getOrEmpty(FORWARDED_FOR))) {
                byte[] address = address(entry);
                if (address == null) {
                    break;
                }
                client = address;
                if (!isTrusted(client)) {
                    break;
                }
            }
        }
        return new Client(client, text(client));
    }

    /** Empty if it is not known. */
    public String text(ServerHttpRequest request) {
        String text = of(request).text();
        return text == null ? "" : text;
    }

    private boolean isTrusted(byte[] address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    private static List<String> fromTheRight(List<String> headers) {
        List<String> entries = new ArrayList<>();
        for (String header : headers) {
            Collections.addAll(entries, header.split(",", -1));
        }
        return entries.reversed();
    }

    private static byte @Nullable [] address(String entry) {
        String text = entry.strip();
        Matcher port = WITH_PORT.matcher(text);
        if (port.matches()) {
            text = port.group(1) == null ? port.group(2) : port.group(1);
        }
        return IpRange.address(text);
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address has 4 or 16 bytes", e);
        }
    }
}
