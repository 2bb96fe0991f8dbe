package io.hookstream.delivery.destination;

import java.io.IOException;

/** All addresses of a host are ones that must not be reached; the message says which and why. */
public final class BlockedAddressException extends IOException {

    private static final long serialVersionUID = 1L;

    public BlockedAddressException(String message) {
        super(message);
    }
}
