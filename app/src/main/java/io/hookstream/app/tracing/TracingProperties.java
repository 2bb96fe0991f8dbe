package io.hookstream.app.tracing;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * @param endpoint where spans are sent by OTLP over HTTP, such as {@code http://127.0.0.1:4318/v1/traces}
 * @param sampled which part of the requests is traced, 0 to 1
 */
@ConfigurationProperties("hookstream.tracing")
record TracingProperties(URI endpoint, @DefaultValue("1") double sampled) {

    TracingProperties {
        if (endpoint.getHost() == null || !String.valueOf(endpoint.getScheme()).matches("https?")) {
            throw wrong("endpoint", endpoint, "must be an address of http or https");
        }
        if (!(sampled >= 0 && sampled <= 1)) {
            throw wrong("sampled", sampled, "must be between 0 and 1");
        }
    }

    private static RuntimeException wrong(String name, Object value, String reason) {
        return new InvalidConfigurationPropertyValueException("hookstream.tracing." + name, value, reason);
    }
}
