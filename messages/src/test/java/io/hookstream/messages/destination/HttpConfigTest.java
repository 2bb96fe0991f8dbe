package io.hookstream.messages.destination;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Secret;
import java.util.Collections;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConfigTest {

    private static final String URL = "https://billing.example/hooks";
    private static final HeaderValue PLAIN = new HeaderValue("a", null);

    @Test
    void whatIsAbsentGetsItsDefault() {
        assertThat(withUrl(URL).checked()).isEqualTo(new HttpConfig(URL, "POST", Map.of(), 30));
    }

    @Test
    void whatIsSetIsKept() {
        HttpConfig config = new HttpConfig(
                URL,
                "PATCH",
                Map.of("X-Team", PLAIN, "Authorization", new HeaderValue(null, new Secret("ciphertext", "cret"))),
                60);

        assertThat(config.checked()).isEqualTo(config);
    }

    @Test
    void theUrlIsRequired() {
        assertRefused("url", () -> withUrl(null).checked());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://billing.example",
                "HTTPS://Billing.Example:8443/a/b?c=d&e=%20#f",
                "http://192.0.2.1:80/",
                "http://localhost:65535",
                "http://[2001:db8::1]:8080/",
                "http://billing.example./",
                "http://3com.example"
            })
    void aUrlIsKeptAsItIs(String url) {
        assertThat(withUrl(url).checked().url()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "billing.example",
                "/hooks",
                "ftp://billing.example",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "http:billing.example",
                "http:///hooks",
                "http://",
                "http://user@billing.example",
                "http://user:password@billing.example",
                "http://billing example",
                "http://billing.example/{id}"
            })
    void aUrlOfAnotherShapeIsRefused(String url) {
        assertRefused("url", () -> withUrl(url).checked());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/", "http://2130706433./", "http://127.1/", "http://127.1./", "http://0x7f000001/",
                "http://0x7f000001./", "http://0x7f.1/", "http://0177.0.0.1/", "http://192.0.2.256/",
                        "http://1.2.3.4.5/"
            })
    void aNumericHostThatIsNoDottedQuadIsRefused(String url) {
        assertRefused("url", () -> withUrl(url).checked());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://billing.example:0/", "http://billing.example:65536/", "http://[::1]:99999/"})
    void aPortThatCannotBeIsRefused(String url) {
        assertRefused("url", () -> withUrl(url).checked());
    }

    @Test
    void aUrlMayHave2048Characters() {
        String url = URL + "?" + "a".repeat(2048 - URL.length() - 1);

        assertThat(withUrl(url).checked().url()).hasSize(2048);
        assertRefused("url", () -> withUrl(url + "a").checked());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
    void aMethodIsKept(String method) {
        assertThat(new HttpConfig(URL, method, null, null).checked().method()).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "post", "HEAD", "CONNECT", "POST "})
    void anotherMethodIsRefused(String method) {
        assertRefused("method", () -> new HttpConfig(URL, method, null, null).checked());
    }

    @Test
    void theHeaderThatIsWrongIsNamed() {
        assertRefused(
                "headers.X Team", () -> withHeaders(Map.of("X Team", PLAIN)).checked());
        assertRefused("headers.Host", () -> withHeaders(Map.of("Host", PLAIN)).checked());
        assertRefused(
                "headers.X-Team",
                () -> withHeaders(Map.of("X-Team", new HeaderValue("a\nb", null)))
                        .checked());
        assertRefused(
                "headers.X-Team",
                () -> withHeaders(Collections.singletonMap("X-Team", null)).checked());
    }

    @Test
    void thereMayBe50Headers() {
        assertThat(withHeaders(headers(50)).checked().headers()).hasSize(50);
        assertRefused("headers", () -> withHeaders(headers(51)).checked());
    }

    @Test
    void theTimeoutIsBetween1And60Seconds() {
        assertThat(withTimeout(1).checked().timeout()).isEqualTo(1);
        assertThat(withTimeout(60).checked().timeout()).isEqualTo(60);
        assertRefused("config.timeout", () -> withTimeout(0).checked());
        assertRefused("config.timeout", () -> withTimeout(61).checked());
    }

    private static Map<String, HeaderValue> headers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "X-Header-" + i)
                .collect(Collectors.toMap(Function.identity(), name -> PLAIN));
    }

    private static HttpConfig withUrl(String url) {
        return new HttpConfig(url, null, null, null);
    }

    private static HttpConfig withHeaders(Map<String, HeaderValue> headers) {
        return new HttpConfig(URL, null, headers, null);
    }

    private static HttpConfig withTimeout(int timeout) {
        return new HttpConfig(URL, null, null, timeout);
    }
}
