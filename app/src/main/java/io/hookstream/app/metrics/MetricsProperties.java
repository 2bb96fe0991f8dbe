package io.hookstream.app.metrics;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param allow the CIDR ranges that may read the figures; for everybody else there is nothing */
@ConfigurationProperties("hookstream.metrics")
record MetricsProperties(
        @DefaultValue({"127.0.0.0/8", "::1/128"}) List<String> allow) {}
