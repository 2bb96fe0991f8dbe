package io.hookstream.delivery.destination.aws;

import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.delivery.destination.Target;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.AwsConfig;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** What Amazon's clients share: how they send, whom they send as, and that they neither retry nor have threads of their own. */
public final class Aws implements AutoCloseable {

    private final AwsHttp http;
    private final SecretCipher cipher;
    private final Clock clock;
    private final @Nullable HostCredentials host;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("hookstream-aws").factory());

    /** @param defaultCredentials whether destinations without keys may send as this machine */
    public Aws(GuardedHttp http, SecretCipher cipher, Clock clock, boolean defaultCredentials) {
        this.http = new AwsHttp(http);
        this.cipher = cipher;
        this.clock = clock;
        this.host = defaultCredentials ? new HostCredentials() : null;
    }

    Clock clock() {
        return clock;
    }

    /** A client, and the one that takes on its role if there is one: closed together. */
    record Connected<C extends SdkAutoCloseable>(
            C client, @Nullable StsAsyncClient sts) {
        void close() {
            client.close();
            if (sts != null) {
                sts.close();
            }
        }
    }

    /**
     * A client for a destination.
     *
     * @param builder with what is its service's own
     * @param endpoint null for AWS's own
     * @throws RefusedException if it has no keys, and this machine's are not to be used
     */
    <B extends AwsAsyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends SdkAutoCloseable> Connected<C> connect(
            B builder, Target target, AwsConfig config, @Nullable String endpoint) {
        IdentityProvider<? extends AwsCredentialsIdentity> own = own(config);
        if (config.roleArn() == null) {
            return new Connected<>(build(builder, config, endpoint, own), null);
        }
        StsAsyncClient sts = build(StsAsyncClient.builder(), config, config.endpoint(), own);
        AssumeRoleRequest role = AssumeRoleRequest.builder()
                .roleArn(config.roleArn())
                .externalId(config.externalId())
                .roleSessionName("hookstream-" + target.destinationId())
                .build();
        return new Connected<>(build(builder, config, endpoint, new RoleCredentials(sts, role, clock)), sts);
    }

    private <B extends AwsAsyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C build(
            B builder,
            AwsConfig config,
            @Nullable String endpoint,
            IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
        if (endpoint != null) {
            builder.endpointOverride(URI.create(endpoint));
        }
        return builder.region(Region.of(Objects.requireNonNull(config.region(), "checked when it was set up")))
                .credentialsProvider(credentials)
                .dualstackEnabled(false)
                .fipsEnabled(false)
                .httpClient(http)
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .scheduledExecutorService(timer)
                        .defaultProfileFile(ProfileFile.aggregator().build())
                        .addExecutionInterceptor(new Exchanged.Recorder()))
                .build();
    }

    private IdentityProvider<? extends AwsCredentialsIdentity> own(AwsConfig config) {
        String id = config.accessKeyId();
        if (id == null) {
            if (host == null) {
                throw new RefusedException(
                        ErrorType.PROVIDER_ERROR,
                        "config.access_key_id is missing, and this installation does not lend its own AWS identity",
                        null);
            }
            return host;
        }
        String secret = plain(Objects.requireNonNull(config.secretAccessKey(), "checked when it was set up"));
        Secret token = config.sessionToken();
        return StaticCredentialsProvider.create(
                token == null
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, plain(token)));
    }

    private String plain(Secret secret) {
        return cipher.decrypt(secret);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        if (host != null) {
            host.close();
        }
    }
}
