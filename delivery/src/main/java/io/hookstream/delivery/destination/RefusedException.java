package io.hookstream.delivery.destination;

import org.jspecify.annotations.Nullable;

/** A destination did not take what was sent, or could not be asked to. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String errorType;
    private final transient @Nullable Answer answer;

    /**
     * @param errorType one of {@link ErrorType}
     * @param message one sentence, for the user
     * @param answer null if there was none
     */
    public RefusedException(String errorType, String message, @Nullable Answer answer) {
        super(message);
        this.errorType = errorType;
        this.answer = answer;
    }

    /** What is to be sent cannot be had. */
    public static RefusedException unreadable(Throwable problem) {
        return new RefusedException(ErrorType.PROVIDER_ERROR, "the body cannot be read: " + problem.getMessage(), null);
    }

    public String errorType() {
        return errorType;
    }

    @Nullable
    Answer answer() {
        return answer;
    }
}
