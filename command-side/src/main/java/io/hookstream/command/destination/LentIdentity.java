package io.hookstream.command.destination;

import io.hookstream.messages.Refused;
import io.hookstream.messages.destination.AwsConfig;
import io.hookstream.messages.destination.DestinationConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Whether destinations without keys of their own may send as the machine that hookstream runs on. */
@Component
public class LentIdentity {

    private final boolean inAws;

    public LentIdentity(@Value("${hookstream.aws.default-credentials:false}") boolean inAws) {
        this.inAws = inAws;
    }

    /** @throws Refused if a configuration needs an identity that is not lent */
    void require(@Nullable DestinationConfig config) {
        if (!inAws && config instanceof AwsConfig aws) {
            aws.requireKeys();
        }
    }
}
