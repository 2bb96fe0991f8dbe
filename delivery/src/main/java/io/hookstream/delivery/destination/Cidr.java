package io.hookstream.delivery.destination;

import io.netty.util.NetUtil;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A range of IPv4 (4 bytes) or IPv6 (16 bytes) addresses. */
final class Cidr {

    private static final int MAPPED_PREFIX_BITS = 96;

    private final byte[] network;
    private final int bits;

    private Cidr(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address.
     *
     * @throws IllegalArgumentException if it is neither; names are not resolved
     */
    static Cidr parse(String text) {
        String trimmed = text.strip();
        int slash = trimmed.indexOf('/');
        byte[] address = literal(slash < 0 ? trimmed : trimmed.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("not an address or CIDR range: " + text);
        }
        int bits = slash < 0 ? address.length * 8 : prefix(trimmed.substring(slash + 1), address.length * 8, text);
        byte[] unmapped = unmap(address);
        if (unmapped.length < address.length) {
            if (bits < MAPPED_PREFIX_BITS) {
                throw new IllegalArgumentException("mixes IPv4 and IPv6: " + text);
            }
            bits -= MAPPED_PREFIX_BITS;
        }
        return new Cidr(unmapped, bits);
    }

    private static int prefix(String digits, int max, String text) {
        try {
            int bits = Integer.parseInt(digits);
            if (bits >= 0 && bits <= max) {
                return bits;
            }
        } catch (NumberFormatException e) {
            // told below, like a number out of range
        }
        throw new IllegalArgumentException("not a prefix length between 0 and " + max + ": " + text);
    }

    /** The bytes of a canonical dotted quad or an IPv6 address without brackets and zone; null for anything else. */
    static byte @Nullable [] literal(String text) {
        if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            return null;
        }
        return text.indexOf(':') >= 0 ? NetUtil.createByteArrayFromIpAddressString(text) : dottedQuad(text);
    }

    /** Four decimal numbers without leading zeros: other spellings mean different addresses to different parsers. */
    private static byte @Nullable [] dottedQuad(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            String part = parts[i];
            if (part.isEmpty() || part.length() > 3 || (part.length() > 1 && part.charAt(0) == '0')) {
                return null;
            }
            int value = 0;
            for (int c = 0; c < part.length(); c++) {
                char digit = part.charAt(c);
                if (digit < '0' || digit > '9') {
                    return null;
                }
                value = value * 10 + (digit - '0');
            }
            if (value > 255) {
                return null;
            }
            address[i] = (byte) value;
        }
        return address;
    }

    /** An IPv4-mapped IPv6 address ({@code ::ffff:a.b.c.d}) as IPv4; every other one as it is. */
    static byte[] unmap(byte[] address) {
        if (address.length != 16 || address[10] != -1 || address[11] != -1) {
            return address;
        }
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return address;
            }
        }
        return Arrays.copyOfRange(address, 12, 16);
    }

    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((address[whole] ^ network[whole]) & 0xff) >>> (8 - rest) == 0;
    }
}
