package io.hookstream.delivery.destination;

/** What was to be sent could not be read, or is not as long as announced: no fault of the destination's. */
final class BodyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BodyException(String message) {
        super(message);
    }

    BodyException(Throwable cause) {
        super("the body cannot be read: " + cause.getMessage(), cause);
    }
}
