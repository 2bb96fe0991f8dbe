package io.hookstream.delivery.destination;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ranges that are not the public internet, after the IANA registries of special-purpose IPv4 and IPv6 addresses.
 * For IPv6 only global unicast (2000::/3) is public at all.
 */
final class ReservedRanges {

    private static final Map<Cidr, String> IPV4 = new LinkedHashMap<>();
    private static final Map<Cidr, String> IPV6 = new LinkedHashMap<>();

    private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");
    private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");
    private static final Cidr GLOBAL_UNICAST = Cidr.parse("2000::/3");

    static {
        IPV4.put(Cidr.parse("0.0.0.0/8"), "this network");
        IPV4.put(Cidr.parse("10.0.0.0/8"), "private");
        IPV4.put(Cidr.parse("100.64.0.0/10"), "shared address space of carriers");
        IPV4.put(Cidr.parse("127.0.0.0/8"), "loopback");
        IPV4.put(Cidr.parse("169.254.0.0/16"), "link-local, which includes cloud metadata");
        IPV4.put(Cidr.parse("172.16.0.0/12"), "private");
        IPV4.put(Cidr.parse("192.0.0.0/24"), "protocol assignments");
        IPV4.put(Cidr.parse("192.0.2.0/24"), "documentation");
        IPV4.put(Cidr.parse("192.88.99.0/24"), "6to4 relays");
        IPV4.put(Cidr.parse("192.168.0.0/16"), "private");
        IPV4.put(Cidr.parse("198.18.0.0/15"), "benchmarking");
        IPV4.put(Cidr.parse("198.51.100.0/24"), "documentation");
        IPV4.put(Cidr.parse("203.0.113.0/24"), "documentation");
        IPV4.put(Cidr.parse("224.0.0.0/4"), "multicast");
        IPV4.put(Cidr.parse("240.0.0.0/4"), "reserved or broadcast");

        IPV6.put(Cidr.parse("::/128"), "unspecified");
        IPV6.put(Cidr.parse("::1/128"), "loopback");
        IPV6.put(Cidr.parse("64:ff9b:1::/48"), "local translation");
        IPV6.put(Cidr.parse("100::/64"), "discard-only");
        IPV6.put(Cidr.parse("2001::/23"), "protocol assignments, which include Teredo");
        IPV6.put(Cidr.parse("2001:db8::/32"), "documentation");
        IPV6.put(Cidr.parse("3fff::/20"), "documentation");
        IPV6.put(Cidr.parse("fc00::/7"), "private");
        IPV6.put(Cidr.parse("fe80::/10"), "link-local");
        IPV6.put(Cidr.parse("ff00::/8"), "multicast");
    }

    private ReservedRanges() {}

    /** Why an address is not public, null if it is. IPv4-mapped addresses are to be given as IPv4. */
    static @Nullable String find(byte[] address) {
        if (address.length == 4) {
            return find(IPV4, address);
        }
        String range = find(IPV6, address);
        if (range != null) {
            return range;
        }
        return GLOBAL_UNICAST.contains(address) || NAT64.contains(address) ? null : "not global unicast";
    }

    private static @Nullable String find(Map<Cidr, String> ranges, byte[] address) {
        for (Map.Entry<Cidr, String> range : ranges.entrySet()) {
            if (range.getKey().contains(address)) {
                return range.getValue();
            }
        }
        return null;
    }

    /** The IPv4 address that packets to an IPv6 address end up at by NAT64 (RFC 6052) or 6to4 (RFC 3056), or null. */
    static byte @Nullable [] embeddedIpv4(byte[] address) {
        if (NAT64.contains(address)) {
            return Arrays.copyOfRange(address, 12, 16);
        }
        return SIX_TO_FOUR.contains(address) ? Arrays.copyOfRange(address, 2, 6) : null;
    }
}
