package io.hookstream.delivery.destination.aws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * The temporary keys of a role, taken on when they are first needed and again shortly before they expire. Ours, because
 * Amazon's blocks a thread.
 */
final class RoleCredentials implements IdentityProvider<AwsCredentialsIdentity> {

    private static final Duration WITHIN = Duration.ofSeconds(15);
    private static final Duration EARLY = Duration.ofMinutes(5);

    private final Mono<Taken> taken;

    private record Taken(AwsCredentialsIdentity identity, Instant until) {
        static Taken of(Credentials keys) {
            return new Taken(
                    AwsSessionCredentialsIdentity.create(
                            keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken()),
                    keys.expiration().minus(EARLY));
        }
    }

    RoleCredentials(StsAsyncClient sts, AssumeRoleRequest request, Clock clock) {
        taken = Mono.fromFuture(() -> sts.assumeRole(request))
                .timeout(WITHIN)
                .map(answer -> Taken.of(answer.credentials()))
                .cacheInvalidateIf(held -> clock.instant().isAfter(held.until()));
    }

    @Override
    public Class<AwsCredentialsIdentity> identityType() {
        return AwsCredentialsIdentity.class;
    }

    @Override
    public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
        return taken.map(Taken::identity).toFuture().thenApply(Objects::requireNonNull);
    }
}
