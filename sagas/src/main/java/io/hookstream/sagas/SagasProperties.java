package io.hookstream.sagas;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param issueResolvesAfter how long nothing must have happened until an issue is resolved by itself */
@ConfigurationProperties("hookstream.sagas")
public record SagasProperties(@DefaultValue("30m") Duration issueResolvesAfter) {

    public SagasProperties {
        if (!issueResolvesAfter.isPositive()) {
            throw new IllegalArgumentException("hookstream.sagas.issue-resolves-after: must be longer than nothing");
        }
    }
}
