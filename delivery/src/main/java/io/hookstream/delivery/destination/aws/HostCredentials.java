package io.hookstream.delivery.destination.aws;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/**
 * The keys of the machine: from the environment, a profile, or the metadata service, which is asked past the egress guard.
 * That blocks, so it is not done on event loops.
 */
final class HostCredentials implements IdentityProvider<AwsCredentialsIdentity>, AutoCloseable {

    private final DefaultCredentialsProvider machine =
            DefaultCredentialsProvider.builder().build();

    @Override
    public Class<AwsCredentialsIdentity> identityType() {
        return AwsCredentialsIdentity.class;
    }

    @Override
    public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
        return Mono.<AwsCredentialsIdentity>fromCallable(machine::resolveCredentials)
                .subscribeOn(Schedulers.boundedElastic())
                .toFuture()
                .thenApply(Objects::requireNonNull);
    }

    @Override
    public void close() {
        machine.close();
    }
}
