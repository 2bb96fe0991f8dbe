package io.hookstream.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressGuardTest {

    private final EgressGuard guard = new EgressGuard(List.of(), false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "::ffff:0:7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:2::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "2002:a9fe:a9fe::",
                "3fff::1",
                "4000::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fdff::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void deniesWhatIsNotThePublicInternet(String address) throws Exception {
        assertThat(guard.check(address(address)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("must not be reached: it is"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "126.255.255.255",
                "128.0.0.1",
                "172.15.255.255",
                "172.32.0.1",
                "192.0.1.1",
                "192.167.255.255",
                "198.17.255.255",
                "198.20.0.1",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "64:ff9b::808:808",
                "2002:808:808::1",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2606:4700:4700::1111"
            })
    void allowsThePublicInternet(String address) throws Exception {
        assertThat(guard.check(address(address))).isEmpty();
    }

    @Test
    void allowsListedRangesOnly() throws Exception {
        EgressGuard open =
                new EgressGuard(List.of("10.1.0.0/16", "192.168.7.9", "fd00:1::/32", "::ffff:172.16.0.0/108"), false);
        for (String allowed :
                List.of("10.1.2.3", "::ffff:10.1.2.3", "64:ff9b::a01:203", "192.168.7.9", "fd00:1::5", "172.31.0.1")) {
            assertThat(open.check(address(allowed))).as(allowed).isEmpty();
        }
        for (String denied : List.of("10.2.0.1", "192.168.7.8", "fd00:2::5", "127.0.0.1")) {
            assertThat(open.check(address(denied))).as(denied).isPresent();
        }
    }

    @Test
    void allowsLoopbackIfToldTo() throws Exception {
        EgressGuard local = new EgressGuard(List.of(), true);
        assertThat(local.check(address("127.0.0.1"))).isEmpty();
        assertThat(local.check(address("::1"))).isEmpty();
        assertThat(local.check(address("::ffff:127.0.0.1"))).isEmpty();
        assertThat(local.check(address("0.0.0.0"))).isPresent();
        assertThat(local.check(address("10.0.0.1"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "10.0/8",
                "localhost",
                "::/129",
                "010.0.0.1",
                "fe80::1%eth0",
                "::ffff:0:0/90"
            })
    void refusesWhatIsNoRange(String range) {
        assertThatThrownBy(() -> new EgressGuard(List.of(range), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(range);
    }

    @ParameterizedTest
    @CsvSource({
        "http://2130706433/, is a number",
        "http://2852039166/, is a number",
        "http://127.1/, is a number",
        "http://0/, is a number",
        "http://0177.0.0.1/, is a number",
        "http://0x7f.0.0.1/, is a number",
        "http://0x7f000001/, is a number",
        "http://127.0.0.0x1/, is a number",
        "http://1.2.3.256/, is a number",
        "http://1.2.3.4.5/, is a number",
        "http://127.0.0.1./, is a number",
        "http://example.1/, is a number",
        "http://evil.example\\@127.0.0.1/, backslash",
        "http://a@127.0.0.1:80@evil.example/, not contain a user name",
        "http://user:pw@example.com/, not contain a user name",
        "http://user@example.com/, not contain a user name",
        "'http://example.com/a b', space",
        "'http://exa\tmple.com/', control",
        "'http://example.com/\r\nHost: x', control",
        "ftp://example.com/, http",
        "file:///etc/passwd, http",
        "gopher://example.com/, http",
        "javascript:alert(1), http",
        "example.com/x, http",
        "//example.com/x, http",
        "http:example.com, no host",
        "http:///x, no host",
        "http://:80/, host",
        "http://[::1/, not valid",
        "http://[fe80::1%25eth0]/, zone",
        "http://[fe80::1%eth0]/, zone",
        "http://exa_mple.com/, no valid host",
        "http://-a.example/, no valid host",
        "http://a..example/, host",
        "http://example.com:0/, port",
        "http://example.com:65536/, port",
        "http://example.com:8080x/, port",
        "http://example.com/{id}, not valid"
    })
    void refusesUrlsThatParsersDisagreeOn(String url, String why) {
        assertThatThrownBy(() -> guard.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com, http://example.com/",
        "HTTPS://Example.COM:8443/Path?q=1&r=%20#part, https://example.com:8443/Path?q=1&r=%20",
        "http://example.com:/x, http://example.com/x",
        "http://example.com?x, http://example.com/?x",
        "http://192.0.2.1:81/x, http://192.0.2.1:81/x",
        "http://[2001:db8::1]:81/x, http://[2001:db8::1]:81/x",
        "https://bücher.example/über?ö=1, https://xn--bcher-kva.example/%C3%BCber?%C3%B6=1",
        "http://１２７.0.0.1/, http://127.0.0.1/",
        "http://0x7f.example/, http://0x7f.example/"
    })
    void readsUrlsIntoOneForm(String url, String canonical) {
        assertThat(guard.parse(url)).hasToString(canonical);
        assertThat(guard.parse(url).getHost()).isNotEmpty();
    }

    private static InetAddress address(String literal) throws Exception {
        return InetAddress.getByAddress(Objects.requireNonNull(NetUtil.createByteArrayFromIpAddressString(literal)));
    }
}
