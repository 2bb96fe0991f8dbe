package io.hookstream.api.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import io.hookstream.api.ApiException;
import io.hookstream.api.ClientAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

class RateLimitsTest {

    private static final ClientAddress PEERS = new ClientAddress(new ClientAddress.Properties(List.of()));

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.500Z");

    private final AtomicLong nanos = new AtomicLong(1);
    private RateLimits limits = limits(2, 2, 2);

    @Test
    void saysHowManyAreLeftAndWhenTheMinuteEnds() {
        MockServerWebExchange first = from("203.0.113.1");
        limits.webhook(first);

        HttpHeaders headers = first.getResponse().getHeaders();
        assertThat(headers.getFirst("X-RateLimit-Limit")).isEqualTo("2");
        assertThat(headers.getFirst("X-RateLimit-Remaining")).isEqualTo("1");
        assertThat(headers.getFirst("X-RateLimit-Reset"))
                .isEqualTo(String.valueOf(NOW.plusSeconds(60).getEpochSecond() + 1));
    }

    @Test
    void refusesOneMoreThanTheLimitUntilTheMinuteIsOver() {
        limits.webhook(from("203.0.113.1"));
        limits.webhook(from("203.0.113.1"));
        pass(Duration.ofSeconds(40));
        MockServerWebExchange third = from("203.0.113.1");

        assertThatThrownBy(() -> limits.webhook(third))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("Too many requests");
        assertThat(third.getResponse().getHeaders().getFirst("X-RateLimit-Remaining"))
                .isEqualTo("0");
        assertThat(third.getResponse().getHeaders().getFirst("X-RateLimit-Reset"))
                .isEqualTo(String.valueOf(NOW.plusSeconds(60).getEpochSecond() + 1));

        pass(Duration.ofSeconds(20));
        limits.webhook(from("203.0.113.1"));
        limits.webhook(from("203.0.113.1"));
    }

    @Test
    void countsEachAddressForItself() {
        limits.webhook(from("203.0.113.1"));
        limits.webhook(from("203.0.113.1"));

        limits.webhook(from("203.0.113.2"));
        limits.anybody(from("203.0.113.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.1, 203.0.113.1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0",
        "2001:db8:1:2::1, 2001:db8:1:2:0:0:0:0",
        "::1, ::1",
        "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1",
        "no:address, no:address"
    })
    void countsAnIpv6NetworkAsOne(String address, String counted) {
        assertThat(Network.of(address)).isEqualTo(counted);
    }

    @Test
    void whatAnOrganizationAsksForIsNotItsAddresss() {
        for (int i = 0; i < 2; i++) {
            MockServerWebExchange exchange = from("203.0.113.1");
            limits.anybody(exchange);
            limits.somebody(exchange, "org_1");
            assertThat(exchange.getResponse().getHeaders().getFirst("X-RateLimit-Remaining"))
                    .isEqualTo(String.valueOf(1 - i));
        }

        MockServerWebExchange third = from("203.0.113.1");
        limits.anybody(third);
        assertThatThrownBy(() -> limits.somebody(third, "org_1")).isInstanceOf(ApiException.class);
        limits.somebody(from("203.0.113.1"), "org_2");
    }

    @Test
    void zeroIsNoLimit() {
        limits = limits(0, 0, 0);
        for (int i = 0; i < 10; i++) {
            MockServerWebExchange exchange = from("203.0.113.1");
            limits.webhook(exchange);
            limits.anybody(exchange);
            limits.somebody(exchange, "org_1");
            assertThat(exchange.getResponse().getHeaders().getFirst("X-RateLimit-Limit"))
                    .isNull();
        }
    }

    @Test
    void whatNobodySetIsForOtherMachines() {
        limits = new RateLimits(new RateLimitProperties(null, null, 2), PEERS, clock(), time());
        MockServerWebExchange other = from("203.0.113.1");
        MockServerWebExchange own = from("127.0.0.1");

        limits.webhook(other);
        limits.webhook(own);

        assertThat(other.getResponse().getHeaders().getFirst("X-RateLimit-Limit"))
                .isEqualTo("50000");
        assertThat(own.getResponse().getHeaders().getFirst("X-RateLimit-Limit")).isEqualTo("6000000");
    }

    private RateLimits limits(int ingest, int address, int organization) {
        return new RateLimits(new RateLimitProperties(ingest, address, organization), PEERS, clock(), time());
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return NOW.plusNanos(nanos.get() - 1);
            }
        };
    }

    private TimeMeter time() {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanos.get();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
    }

    private void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    private static MockServerWebExchange from(String address) {
        return MockServerWebExchange.from(
                MockServerHttpRequest.post("/").remoteAddress(new InetSocketAddress(address, 1)));
    }
}
