package io.hookstream.app;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.common.IdentifierFactory;

/**
 * Ids of messages, of which a webhook makes a dozen: unique, and no secret. Axon's own asks the operating system for random
 * numbers each time. Found as a service.
 */
public final class MessageIdentifiers extends IdentifierFactory {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final long process = RANDOM.nextLong();
    private final AtomicLong next = new AtomicLong(RANDOM.nextLong());

    @Override
    public String generateIdentifier() {
        return new UUID(process, next.getAndIncrement()).toString();
    }
}
