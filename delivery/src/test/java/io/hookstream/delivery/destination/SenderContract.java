package io.hookstream.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.messages.destination.DestinationConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** What holds for senders of every type. What was sent is read by another program than ours. */
public abstract class SenderContract {

    private static final String CREDENTIAL = "canary-credential";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** May reach this machine. */
    protected abstract Sender sender();

    /** May reach public addresses only. */
    protected abstract Sender guarded();

    /** A destination that works. Its secrets, if the type has any, contain {@value #CREDENTIAL} wherever that can be. */
    protected abstract DestinationConfig working();

    /** One that says no for another reason than its credentials, such as a queue that does not exist. */
    protected abstract DestinationConfig refusing();

    /** One whose credentials are wrong; null if the type has none. */
    protected abstract @Nullable DestinationConfig unauthorized();

    /** One whose port nobody listens to; null if the type has no address. */
    protected abstract @Nullable DestinationConfig unreachable();

    /** One that takes connections and says nothing; null if the type has no address. */
    protected abstract @Nullable DestinationConfig silent();

    /** What {@link #working} has taken, the oldest first. */
    protected abstract List<String> received();

    /** More than the provider takes, in bytes; 0 if it has no limit that can be tested. */
    protected abstract int tooLarge();

    /** Which of decisions.md 3.6 a refusal is. */
    protected Set<String> refusals() {
        return Set.of(ErrorType.HTTP_4XX, ErrorType.HTTP_5XX, ErrorType.PROVIDER_ERROR);
    }

    private static AttemptResult sent(Sender sender, OutboundBuilder outbound) {
        AttemptResult result = sender.send(outbound.build()).block(LIMIT);
        assertThat(result).isNotNull();
        assertThat(result.latencyMillis()).isBetween(0L, LIMIT.toMillis());
        assertThat(result.attemptedAt()).isNotNull();
        assertThat(result.toString()).doesNotContain(CREDENTIAL);
        assertThat(String.valueOf(result.responseBody()).getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(Answer.KEPT_BYTES);
        if (result.success()) {
            assertThat(result.errorType()).isNull();
            assertThat(result.errorMessage()).isNull();
        } else {
            assertThat(result.errorMessage()).isNotBlank();
        }
        return result;
    }

    private static OutboundBuilder json(DestinationConfig config, String json) {
        return new OutboundBuilder(config)
                .version(config.hashCode()) // clients are kept for each version
                .contentType("application/json")
                .body(Body.of(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anotherProgramReadsWhatWasSent() {
        String body = "{\"type\":\"order.created\",\"name\":\"Zoë\"}";

        AttemptResult result = sent(sender(), json(working(), body));

        assertThat(result.errorMessage()).isNull();
        assertThat(result.success()).isTrue();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(received()).containsOnlyOnce(body));
    }

    @Test
    void aRefusalIsAFailureThatSaysWhy() {
        assertThat(sent(sender(), json(refusing(), "{}")).errorType()).isIn(refusals());
    }

    @Test
    void wrongCredentialsAreARefusal() {
        DestinationConfig config = unauthorized();
        Assumptions.assumeTrue(config != null, "the type has no credentials");
        assertThat(sent(sender(), json(config, "{}")).errorType()).isIn(ErrorType.HTTP_4XX, ErrorType.PROVIDER_ERROR);
    }

    @Test
    void aPortThatNobodyListensToRefuses() {
        DestinationConfig config = unreachable();
        Assumptions.assumeTrue(config != null, "the type has no address");
        assertThat(sent(sender(), json(config, "{}").timeout(Duration.ofSeconds(5)))
                        .errorType())
                .isIn(ErrorType.CONNECTION_REFUSED, ErrorType.CONNECTION_ERROR);
    }

    @Test
    void silenceEndsWithTheTimeout() {
        DestinationConfig config = silent();
        Assumptions.assumeTrue(config != null, "the type has no address");
        AttemptResult result = sent(sender(), json(config, "{}").timeout(Duration.ofMillis(700)));
        assertThat(result.errorType()).isEqualTo(ErrorType.TIMEOUT);
        assertThat(result.latencyMillis()).isBetween(600L, 10_000L);
    }

    @Test
    void privateAddressesAreNotReached() {
        Assumptions.assumeTrue(unreachable() != null, "the type has no address");
        List<String> before = received();

        AttemptResult result = sent(guarded(), json(working(), "{\"blocked\":true}"));

        assertThat(result.errorType()).isEqualTo(ErrorType.BLOCKED_ADDRESS);
        assertThat(received()).hasSameSizeAs(before);
    }

    @Test
    void whatIsTooLargeIsAFailure() {
        Assumptions.assumeTrue(tooLarge() > 0, "the provider has no limit here");
        String body = "{\"large\":\"" + "x".repeat(tooLarge()) + "\"}";
        AttemptResult result = sent(sender(), json(working(), body));
        assertThat(result.success()).isFalse();
        assertThat(received()).doesNotContain(body);
    }

    @Test
    void nothingIsSentBeforeSubscriptionAndEachOneIsAnAttempt() {
        String body = "{\"twice\":\"" + System.nanoTime() + "\"}";
        Mono<AttemptResult> attempt = sender().send(json(working(), body).build());
        assertThat(received()).doesNotContain(body);

        assertThat(attempt.block(LIMIT).success()).isTrue();
        assertThat(attempt.block(LIMIT).success()).isTrue();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(received()).contains(body));
    }

    @Test
    void cancellingEndsAnAttempt() {
        DestinationConfig config = silent();
        Assumptions.assumeTrue(config != null, "the type has no address");
        Disposable attempt = sender().send(json(config, "{}").build()).subscribe();

        attempt.dispose();

        // Another version, since the configuration of one never changes.
        assertThat(sent(sender(), json(working(), "{}").version(2)).success()).isTrue();
    }

    @Test
    void aSketchSaysWhereWithoutCredentials() {
        Sender.Sketch sketch = sender().sketch(json(working(), "{}").build());
        assertThat(sketch.method()).isNotBlank();
        assertThat(sketch.address()).isNotBlank();
        assertThat(sketch.toString()).doesNotContain(CREDENTIAL);
    }
}
