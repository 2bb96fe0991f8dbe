package io.hookstream.messages.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A range of IPv4 or IPv6 addresses. An IPv4 address that is written as an IPv6 one is the IPv4 address. */
public final class IpRange {

    private static final int MAPPED_BITS = 96;
    private static final Pattern QUAD =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]{1,40}");
    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

    private final byte[] network;
    private final int bits;

    private IpRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address.
     *
     * @throws IllegalArgumentException if it is neither; names are not resolved
     */
    public static IpRange parse(String text) {
        String trimmed = text.strip();
        int slash = trimmed.indexOf('/');
        String start = slash < 0 ? trimmed : trimmed.substring(0, slash);
        byte[] address = address(start);
        if (address == null) {
            throw new IllegalArgumentException("is neither an IP address nor a CIDR range");
        }
        int written = start.indexOf(':') < 0 ? Integer.SIZE : 4 * Integer.SIZE;
        int bits = slash < 0 ? written : prefix(trimmed.substring(slash + 1), written);
        int outside = written - address.length * Byte.SIZE;
        if (bits < outside) {
            throw new IllegalArgumentException("mixes IPv4 and IPv6: its prefix must have at least " + MAPPED_BITS);
        }
        return new IpRange(address, bits - outside);
    }

    private static int prefix(String digits, int max) {
        int bits = PREFIX.matcher(digits).matches() ? Integer.parseInt(digits) : max + 1;
        if (bits > max) {
            throw new IllegalArgumentException("must have a prefix length between 0 and " + max);
        }
        return bits;
    }

    /**
     * The 4 or 16 bytes of an address in its usual form; null for everything else, such as {@code 0177.0.0.1}, which is
     * another address to another parser.
     */
    public static byte @Nullable [] address(String text) {
        if (!QUAD.matcher(text).matches() && !V6.matcher(text).matches()) {
            return null;
        }
        try {
            // With such characters only it is no name, so that nobody is asked.
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** @param address 4 or 16 bytes, as {@link #address} and {@link InetAddress} have them */
    public boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((address[whole] ^ network[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0;
    }
}
