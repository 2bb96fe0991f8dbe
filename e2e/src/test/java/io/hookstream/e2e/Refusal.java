package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;

/** The one shape of every error answer. */
final class Refusal {
    private Refusal() {}

    /** Asserts the status, the shape, and that the message names what it is about. */
    static void isRefused(Api.Reply reply, int status, String... mentioned) {
        assertThat(reply.status()).as("%s", reply).isEqualTo(status);
        shape(reply.json(), reply.header("X-Request-Id").orElse("no X-Request-Id"), status, mentioned);
    }

    static void isRefused(RawHttp.Answer answer, int status, String... mentioned) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        shape(answer.json(), answer.headers().getOrDefault("x-request-id", "no X-Request-Id"), status, mentioned);
    }

    private static void shape(JsonNode error, String requestId, int status, String... mentioned) {
        assertThat(error.path("status").asInt()).isEqualTo(status);
        assertThat(error.path("request_id").asString()).isNotBlank().isEqualTo(requestId);
        String message = error.path("error").asString();
        assertThat(message).isNotBlank().doesNotContain("Exception").doesNotContain("io.hookstream");
        for (String word : mentioned) {
            assertThat(message).containsIgnoringCase(word);
        }
    }
}
