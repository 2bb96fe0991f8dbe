package io.hookstream.delivery.connection;

/** What became of a transform. */
public sealed interface TransformResult {

    /**
     * @param json any JSON value as UTF-8, to be sent as {@code application/json}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy of up to 64 MiB would be a waste
    record Produced(byte[] json) implements TransformResult {}

    /** The expression cannot transform this event, now or later. The message is one sentence and holds no payload. */
    record Failed(String message) implements TransformResult {}

    /** The engine could not try, and neither expression nor event is to blame: trying later may help. */
    record Unavailable(String message) implements TransformResult {}
}
