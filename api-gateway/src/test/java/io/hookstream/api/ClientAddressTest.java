package io.hookstream.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class ClientAddressTest {

    private static String client(List<String> trusted, String peer, String... forwarded) {
        MockServerHttpRequest.BaseBuilder<?> request =
                MockServerHttpRequest.get("/").remoteAddress(new InetSocketAddress(peer, 1234));
        for (String header : forwarded) {
            request.header("X-Forwarded-For", header);
        }
        return new ClientAddress(new ClientAddress.Properties(trusted))
                .of(request.build())
                .text();
    }

    @Test
    void whatAnybodyWritesIsIgnored() {
        assertThat(client(List.of(), "192.0.2.7", "10.0.0.1")).isEqualTo("192.0.2.7");
        assertThat(client(List.of("10.0.0.0/8"), "192.0.2.7", "10.0.0.1")).isEqualTo("192.0.2.7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        198.51.100.1                         | 198.51.100.1
        203.0.113.9, 198.51.100.1            | 198.51.100.1
        203.0.113.9, 198.51.100.1, 10.0.0.2  | 198.51.100.1
        10.0.0.3, 10.0.0.2                   | 10.0.0.3
        198.51.100.1:4711                    | 198.51.100.1
        2001:db8::1                          | 2001:db8:0:0:0:0:0:1
        [2001:db8::1]:4711                   | 2001:db8:0:0:0:0:0:1
        [2001:db8::1]                        | 2001:db8:0:0:0:0:0:1
        ::ffff:198.51.100.1                  | 198.51.100.1
        198.51.100.1, ::ffff:10.0.0.2        | 198.51.100.1
        198.51.100.1, garbage                | 10.0.0.1
        198.51.100.1, garbage, 10.0.0.2      | 10.0.0.2
        unknown                              | 10.0.0.1
        ''                                   | 10.0.0.1
        198.51.100.1,                        | 10.0.0.1
        """)
    void ofATrustedProxyTheRightmostThatIsNoneCounts(String forwarded, String client) {
        assertThat(client(List.of("10.0.0.0/8"), "10.0.0.1", forwarded)).isEqualTo(client);
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(client(List.of("10.0.0.0/8"), "10.0.0.1", "203.0.113.9", "198.51.100.1, 10.0.0.2"))
                .isEqualTo("198.51.100.1");
        assertThat(client(List.of("10.0.0.0/8"), "10.0.0.1")).isEqualTo("10.0.0.1");
    }

    @Test
    void aProxyMayBeIpv6() {
        assertThat(client(List.of("fd00::/8"), "fd00::1", "198.51.100.1")).isEqualTo("198.51.100.1");
    }

    @Test
    void anEntryThatIsNoAddressKeepsTheProgramFromStarting() {
        assertThatThrownBy(() -> new ClientAddress(new ClientAddress.Properties(List.of("proxy.example"))))
                .hasMessageContaining("hookstream.trusted-proxies");
    }
}
