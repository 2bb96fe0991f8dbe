package io.hookstream.messages.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangeTest {

    @ParameterizedTest
    @CsvSource({
        "192.168.1.1, 192.168.1.1, 192.168.1.2",
        "192.168.1.0/24, 192.168.1.255, 192.168.2.0",
        "192.168.1.77/24, 192.168.1.0, 192.168.0.255",
        "10.0.0.0/16, 10.0.255.255, 10.1.0.0",
        "10.0.0.0/9, 10.127.255.255, 10.128.0.0",
        "0.0.0.0/0, 255.255.255.255, ::1",
        "2001:db8::/32, 2001:db8:ffff::1, 2001:db9::",
        "2001:db8::1, 2001:DB8:0:0:0:0:0:1, 2001:db8::2",
        "fe80::/10, febf::1, fec0::1",
        "::/0, 2001:db8::, 192.0.2.1",
        "::1/128, ::1, ::2",
        "::ffff:192.0.2.0/120, 192.0.2.7, 192.0.3.7",
        "192.0.2.0/24, ::ffff:192.0.2.7, ::ffff:192.0.3.7",
        "192.0.2.0/24, ::ffff:c000:207, ::192.0.2.7",
    })
    void containsWhatHasItsFirstBits(String range, String inside, String outside) {
        IpRange parsed = IpRange.parse(range);

        assertThat(parsed.contains(IpRange.address(inside))).isTrue();
        assertThat(parsed.contains(IpRange.address(outside))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "example.com",
                "10.0.0",
                "10.0.0.0.0",
                "010.0.0.1",
                "0x7f.0.0.1",
                "256.0.0.1",
                "2130706433",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "::/129",
                "g::1",
                ":::",
                "1::2::3",
                "fe80::1%eth0",
                "[::1]",
                "::ffff:10.0.0.0/95",
                "10.0.0.0-10.0.0.9",
                "*",
                "1.2.3.4\n",
                "1.2.3.4."
            })
    void anythingElseIsNoRange(String text) {
        assertThatThrownBy(() -> IpRange.parse(text.equals("1.2.3.4\n") ? "1.2.3.4\n5" : text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
