package io.hookstream.delivery.event;

/** The log or the payload store does not hold what it should: trying again will not help. */
public final class UnreadableEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableEventException(String message) {
        super(message);
    }
}
