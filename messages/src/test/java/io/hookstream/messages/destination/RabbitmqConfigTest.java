package io.hookstream.messages.destination;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RabbitmqConfigTest {

    private static final String URL = "https://broker.example:15671";
    private static final Secret PASSWORD = new Secret("v1.cipher", "cret");

    private static RabbitmqConfig with(String url, String vhost, String exchange, String key, String user) {
        return new RabbitmqConfig(url, vhost, exchange, key, user, PASSWORD, null);
    }

    @Test
    void whatIsAbsentGetsItsDefault() {
        assertThat(with(URL, null, "webhooks", "events", "me").checked())
                .isEqualTo(new RabbitmqConfig(URL, "/", "webhooks", "events", "me", PASSWORD, 30));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertRefused("config.url", () -> with(null, "/", "x", "k", "me").checked());
        assertRefused("config.exchange", () -> with(URL, "/", null, "k", "me").checked());
        assertRefused(
                "config.routing_key", () -> with(URL, "/", "x", null, "me").checked());
        assertRefused("config.username", () -> with(URL, "/", "x", "k", null).checked());
        assertRefused("config.password", () -> new RabbitmqConfig(URL, "/", "x", "k", "me", null, null).checked());
    }

    @Test
    void whatIsWrongIsNamed() {
        String long256 = "é".repeat(128);
        assertRefused("config.vhost", () -> with(URL, "", "x", "k", "me").checked());
        assertRefused(
                "config.exchange", () -> with(URL, "/", long256, "k", "me").checked());
        assertRefused(
                "config.routing_key", () -> with(URL, "/", "x", "a\nb", "me").checked());
        assertRefused("config.username", () -> with(URL, "/", "x", "k", "a:b").checked());
        assertRefused("config.username", () -> with(URL, "/", "x", "k", " ").checked());
        assertRefused("config.timeout", () -> new RabbitmqConfig(URL, "/", "x", "k", "me", PASSWORD, 61).checked());
    }

    @Test
    void exchangeAndRoutingKeyMayBeEmpty() {
        RabbitmqConfig config = with(URL, "/", "", "", "me").checked();

        assertThat(config.exchange()).isEmpty();
        assertThat(config.routingKey()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://broker.example:15671/",
                "http://broker.example/rabbit/",
                "amqp://broker.example",
                "AMQPS://broker.example:5671/",
                "amqps://[2001:db8::1]:5671"
            })
    void aUrlIsKeptAsItIs(String url) {
        assertThat(with(url, "/", "x", "k", "me").checked().url()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broker.example",
                "ftp://broker.example",
                "amqp://me:secret@broker.example",
                "amqp://broker.example/vhost",
                "amqp://broker.example?heartbeat=1",
                "https://broker.example#x",
                "amqp://broker.example:70000",
                "amqp://",
                "amqp://a b"
            })
    void anotherUrlIsRefused(String url) {
        assertRefused("config.url", () -> with(url, "/", "x", "k", "me").checked());
    }

    @Test
    void itsTextShowsNoPassword() {
        assertThat(with(URL, "/", "x", "k", "me").toString())
                .contains("****cret")
                .doesNotContain("v1.cipher");
    }
}
