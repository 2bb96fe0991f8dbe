package io.hookstream.delivery.destination;

import io.hookstream.messages.RecentlyUsed;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which addresses outgoing connections may reach. A URL says nothing about where its host's name will point to,
 * so addresses are checked when a connection is made, and the checked address is the one connected to.
 */
public final class EgressGuard {

    static final Set<String> HTTP = Set.of("http", "https");
    private static final int MOST_PARSED = 1_000;
    private static final Cidr LOOPBACK_4 = Cidr.parse("127.0.0.0/8");
    private static final Cidr LOOPBACK_6 = Cidr.parse("::1/128");

    private final List<Cidr> allowed;
    private final boolean allowLoopback;

    /** The same few are called again and again. */
    private final RecentlyUsed<Asked, URI> parsed = new RecentlyUsed<>(MOST_PARSED, url -> 1);

    private record Asked(String url, Set<String> schemes) {}

    /**
     * @param allowed CIDR ranges or addresses that may be reached although they are not public
     * @param allowLoopback whether 127.0.0.0/8 and ::1 may be
     * @throws IllegalArgumentException if one of them is no range
     */
    public EgressGuard(List<String> allowed, boolean allowLoopback) {
        this.allowed = allowed.stream().map(Cidr::parse).toList();
        this.allowLoopback = allowLoopback;
    }

    /** Why an address must not be reached; empty if it may. */
    public Optional<String> check(InetAddress address) {
        byte[] bytes = Cidr.unmap(address.getAddress());
        String problem = problem(bytes);
        return problem == null
                ? Optional.empty()
                : Optional.of("address " + address.getHostAddress() + " must not be reached: it is " + problem);
    }

    private @Nullable String problem(byte[] address) {
        for (Cidr range : allowed) {
            if (range.contains(address)) {
                return null;
            }
        }
        if (allowLoopback && (LOOPBACK_4.contains(address) || LOOPBACK_6.contains(address))) {
            return null;
        }
        String reserved = ReservedRanges.find(address);
        if (reserved != null) {
            return reserved;
        }
        byte[] embedded = address.length == 4 ? null : ReservedRanges.embeddedIpv4(address);
        String inner = embedded == null ? null : problem(embedded);
        return inner == null ? null : "translated to an IPv4 address that is " + inner;
    }

    /**
     * Reads a destination's URL. The result's host is ASCII and its path and query are escaped. Its address is not
     * checked: that happens when connecting.
     *
     * @throws IllegalArgumentException with a message for the user if it is not a plain http or https URL
     */
    public URI parse(String url) {
        return parse(url, HTTP);
    }

    /** @param schemes those that the URL may have, in lower case */
    URI parse(String url, Set<String> schemes) {
        return parsed.get(new Asked(url, schemes), asked -> EgressUrl.parse(asked.url(), asked.schemes()));
    }

    /** A resolver that finds the allowed addresses of {@code resolvers} only; it takes over closing them. */
    public AddressResolverGroup<InetSocketAddress> guard(AddressResolverGroup<InetSocketAddress> resolvers) {
        return new GuardedResolverGroup(this, resolvers);
    }
}
