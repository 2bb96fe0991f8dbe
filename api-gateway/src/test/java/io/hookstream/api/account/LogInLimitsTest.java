package io.hookstream.api.account;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.api.ClientAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class LogInLimitsTest {

    private static final String ADA = "ada@example.com";

    private final AtomicLong nanos = new AtomicLong();
    private final LogInLimits limits =
            new LogInLimits(new ClientAddress(new ClientAddress.Properties(List.of())), nanos::get);

    private static ServerHttpRequest from(String address) {
        return MockServerHttpRequest.post("/v1/auth/login")
                .remoteAddress(new InetSocketAddress(address, 1234))
                .build();
    }

    @Test
    void anAccountIsGuessedAtSoOftenFromWhereverItBeAndThenNotForMinutes() {
        for (int i = 0; i < LogInLimits.PER_ACCOUNT; i++) {
            limits.attempt(from("192.0.2." + i), ADA);
        }
        assertThatThrownBy(() -> limits.attempt(from("198.51.100.1"), ADA)).hasMessageStartingWith("Too many attempts");
        assertThatCode(() -> limits.attempt(from("198.51.100.1"), "eve@example.com"))
                .doesNotThrowAnyException();

        nanos.addAndGet(Duration.ofMinutes(5).toNanos() + 1);
        assertThatCode(() -> limits.attempt(from("198.51.100.1"), ADA)).doesNotThrowAnyException();
    }

    @Test
    void anAddressGuessesSoOften() {
        for (int i = 0; i < LogInLimits.PER_ADDRESS; i++) {
            limits.attempt(from("192.0.2.1"), i + "@example.com");
        }
        assertThatThrownBy(() -> limits.attempt(from("192.0.2.1"), ADA)).hasMessageStartingWith("Too many attempts");
        assertThatCode(() -> limits.attempt(from("192.0.2.2"), ADA)).doesNotThrowAnyException();
    }

    @Test
    void whoGetsInMayGoOnForEver() {
        for (int i = 0; i < 2 * LogInLimits.PER_ADDRESS; i++) {
            limits.attempt(from("192.0.2.1"), ADA);
            limits.succeeded(from("192.0.2.1"), ADA);
        }
    }
}
