package io.hookstream.messages.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.destination.RetryPolicy;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OccurrenceTest {

    private static final Tenant TENANT = new Tenant("org_1", "env_1");
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123Z");
    private static final String ATTEMPT = "da_0192f0c1a2b37c4d8e5f60718293a4b5";

    private static DeliveryFailed failed(@Nullable Integer status, @Nullable String type, @Nullable String message) {
        Attempt attempt =
                new Attempt(ATTEMPT, 1, false, status, type, message, Map.of(), Map.of(), null, 42, AT, null, null);
        return new DeliveryFailed(
                "evt_1",
                TENANT,
                "src_1",
                new DeliveryTarget("dlv_1", "conn_1", "dst_1"),
                attempt,
                "processing",
                0,
                RetryPolicy.NONE,
                null);
    }

    private static CircuitOpened opened(int opening, int failures) {
        return new CircuitOpened("circuit_dst_1", TENANT, "dst_1", opening, failures, 60);
    }

    @Test
    void aFailureNamesItsIssueByItsAttempt() {
        assertThat(Occurrence.of(failed(503, "http_5xx", "the destination answered 503")))
                .isEqualTo(new Occurrence(
                        "iss_0192f0c1a2b37c4d8e5f60718293a4b5",
                        TENANT,
                        "dst_1",
                        "http_5xx",
                        "Destination returned 503 Service Unavailable",
                        ATTEMPT,
                        AT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        500 | http_5xx           | -                  | Destination returned 500 Internal Server Error
        599 | http_5xx           | -                  | Destination returned 599
        404 | http_4xx           | -                  | Destination returned 404 Not Found
        302 | http_3xx           | -                  | Destination returned 302 Found
        200 | provider_error     | not routed         | Not routed
        -   | connection_refused | connection refused | Connection refused
        -   | timeout            | -                  | The delivery failed
        """)
    void saysWhatWentWrong(Integer status, String type, String message, String said) {
        assertThat(Occurrence.of(failed(status, type, message)).message()).isEqualTo(said);
    }

    @Test
    void aFailureOfNoKnownTypeIsTheProviders() {
        Occurrence occurrence = Occurrence.of(failed(null, null, "odd"));
        assertThat(occurrence.errorType()).isEqualTo("provider_error");
        assertThat(occurrence.key()).isEqualTo("dst_1|provider_error").isEqualTo(Occurrence.key("dst_1", null));
    }

    @Test
    void anOpeningHasOneIssueWhoeverReadsItAndItSortsByTime() {
        Occurrence first = Occurrence.of(opened(1, 5), AT);
        assertThat(first).isEqualTo(Occurrence.of(opened(1, 5), AT));
        assertThat(first.issueId()).matches("iss_[0-9a-f]{32}");
        assertThat(Occurrence.of(opened(2, 5), AT).issueId()).isNotEqualTo(first.issueId());
        assertThat(Occurrence.of(opened(2, 5), AT.plusMillis(1)).issueId()).isGreaterThan(first.issueId());
        assertThat(first.key()).isEqualTo("dst_1|circuit_open");
        assertThat(first.attemptId()).isNull();
        assertThat(first.message()).isEqualTo("The circuit opened after 5 failures in a row");
        assertThat(Occurrence.of(opened(3, 1), AT).message()).isEqualTo("The circuit opened after a failure");
    }

    @ParameterizedTest
    @CsvSource({
        "http_5xx, 1, 0, warning",
        "http_5xx, 9, 0, warning",
        "http_5xx, 10, 0, error",
        "http_5xx, 1, 1, error",
        "timeout, 99, 99, error",
        "timeout, 100, 0, critical",
        "circuit_open, 1, 0, critical"
    })
    void theMoreOftenTheMoreSevere(String errorType, long occurrences, long dead, String severity) {
        assertThat(IssueSeverity.of(errorType, occurrences, dead)).isEqualTo(severity);
    }
}
