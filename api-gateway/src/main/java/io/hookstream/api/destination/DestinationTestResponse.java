package io.hookstream.api.destination;

import io.hookstream.messages.destination.DestinationQuery.TestResult;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a destination made of a test.
 *
 * @param responseCode null if there was no answer, or one of a protocol without
 * @param body the beginning of the answer, up to 64 KiB
 * @param reason the error type and one sentence; null on success
 */
@Schema(name = "DestinationTest")
record DestinationTestResponse(
        @Schema(allowableValues = {"success", "failed"}) String status,

        @Nullable Integer responseCode,
        long latencyMs,
        @Nullable String body,
        @Nullable String reason) {

    static DestinationTestResponse of(TestResult result) {
        return new DestinationTestResponse(
                result.success() ? "success" : "failed",
                result.statusCode(),
                result.latencyMs(),
                result.body(),
                result.reason());
    }
}
