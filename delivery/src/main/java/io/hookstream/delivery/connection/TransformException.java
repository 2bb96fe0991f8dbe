package io.hookstream.delivery.connection;

/** Ends an evaluation for a reason of ours; its message goes to the user. */
final class TransformException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TransformException(String message) {
        super(message, null, false, false);
    }
}
