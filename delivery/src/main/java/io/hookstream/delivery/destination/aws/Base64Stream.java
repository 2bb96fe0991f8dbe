package io.hookstream.delivery.destination.aws;

import java.util.Arrays;
import java.util.Base64;

/** Base64 of what comes in pieces: three bytes make four characters, so what is left of a piece waits for the next. */
final class Base64Stream {

    private static final int GROUP = 3;

    private byte[] left = {};

    static long length(long bytes) {
        return (bytes + GROUP - 1) / GROUP * 4;
    }

    byte[] next(byte[] piece) {
        byte[] all = Arrays.copyOf(left, left.length + piece.length);
        System.arraycopy(piece, 0, all, left.length, piece.length);
        int whole = all.length - all.length % GROUP;
        left = Arrays.copyOfRange(all, whole, all.length);
        return Base64.getEncoder().encode(Arrays.copyOf(all, whole));
    }

    byte[] end() {
        return Base64.getEncoder().encode(left);
    }
}
