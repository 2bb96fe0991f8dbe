package io.hookstream.api.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Whom an address belongs to: in IPv6, one customer has a network of 64 bits, and more addresses than could be counted. */
final class Network {

    private static final int BYTES = 8;

    private Network() {}

    /** The address, or the IPv6 network that it is in. */
    static String of(String address) {
        if (address.indexOf(':') < 0 || isThisMachine(address)) {
            return address;
        }
        try {
            InetAddress parsed = InetAddress.getByName(address); // no look-up: with a colon it is no name
            if (!(parsed instanceof Inet6Address)) {
                return parsed.getHostAddress();
            }
            byte[] network = Arrays.copyOf(Arrays.copyOf(parsed.getAddress(), BYTES), 2 * BYTES);
            return InetAddress.getByAddress(network).getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }

    static boolean isThisMachine(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }
}
