package io.hookstream.delivery.lane;

/** What became of a delivery that a lane handed to the courier. */
enum Outcome {
    DELIVERED,
    FAILED,

    /** It failed before the destination had a part in it. */
    FAILED_UNSENT,
    CANCELLED,

    /** It was over already. */
    OVER,

    /** Nothing was recorded: it will be sent again. */
    UNRECORDED;

    boolean failed() {
        return this == FAILED || this == FAILED_UNSENT;
    }
}
