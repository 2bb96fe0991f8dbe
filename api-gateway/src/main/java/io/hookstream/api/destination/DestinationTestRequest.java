package io.hookstream.api.destination;

import org.jspecify.annotations.Nullable;

/** @param payload what is sent, as JSON; null for a sample of hookstream's own */
record DestinationTestRequest(@Nullable Sample payload) {

    static final DestinationTestRequest EMPTY = new DestinationTestRequest(null);
}
