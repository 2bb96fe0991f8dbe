package io.hookstream.messages;

import org.axonframework.commandhandling.CommandExecutionException;

/** Why a command was not carried out. The {@link Reason} travels as the exception's details, also between processes. */
public final class Refused extends CommandExecutionException {

    private static final long serialVersionUID = 1L;

    /** What kind of refusal it is; the gateway turns it into a status. */
    public enum Code {
        /** The command asks for something that is not allowed; the message names the field. */
        INVALID,
        /** There is no such resource, or it is another tenant's. */
        NOT_FOUND,
        /** It would collide with another resource. */
        CONFLICT,
        /** Who asks may not do it. */
        FORBIDDEN,
        /** It was meant for another version of the resource. */
        STALE
    }

    /** @param message for the person who asked */
    public record Reason(Code code, String message) {}

    public Refused(Code code, String message) {
        super(message, null, new Reason(code, message));
    }

    public static Refused invalid(String message) {
        return new Refused(Code.INVALID, message);
    }

    /** @param what such as {@code Source} */
    public static Refused notFound(String what) {
        return new Refused(Code.NOT_FOUND, what + " not found");
    }

    /** @param what such as {@code Source} */
    public static Refused stale(String what) {
        return new Refused(Code.STALE, what + " was changed since: read it again");
    }

    public static Refused conflict(String message) {
        return new Refused(Code.CONFLICT, message);
    }

    public static Refused forbidden(String message) {
        return new Refused(Code.FORBIDDEN, message);
    }
}
