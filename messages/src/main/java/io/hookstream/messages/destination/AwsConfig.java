package io.hookstream.messages.destination;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Secret;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A destination in AWS, or in something that speaks AWS's protocols: who sends there is the same for all of them. */
public sealed interface AwsConfig extends DestinationConfig permits SqsConfig, S3Config, EventBridgeConfig {

    /** Such as {@code us-east-1}. */
    @Nullable
    String region();

    /** Absent with its secret: the identity of the machine that hookstream runs on, if its operator lends that. */
    @Nullable
    String accessKeyId();

    @Nullable
    Secret secretAccessKey();

    /** Of temporary keys. */
    @Nullable
    Secret sessionToken();

    /** A role that is taken on for sending; the keys, or the machine, must be allowed to. */
    @Nullable
    String roleArn();

    /** What the role's trust policy may ask for. */
    @Nullable
    String externalId();

    /** URL of a compatible server instead of AWS's own. */
    @Nullable
    String endpoint();

    /**
     * What only the operator may allow.
     *
     * @throws Refused if it has no keys of its own
     */
    default void requireKeys() {
        if (accessKeyId() == null) {
            throw Refused.invalid("config.access_key_id: is required; this installation does not lend its own AWS"
                    + " identity (hookstream.aws.default-credentials)");
        }
    }

    /** The region, if that and everything about the sender is right. */
    static String checkedRegion(AwsConfig config) {
        String region =
                Check.matching(config.region(), Pattern.compile("[a-z0-9-]{1,40}"), "config.region", "is no region");
        if (config.accessKeyId() == null) {
            absent(config.secretAccessKey(), "secret_access_key");
            absent(config.sessionToken(), "session_token");
            if (config.endpoint() != null) {
                throw Refused.invalid("config.access_key_id: is required with an endpoint of your own");
            }
        } else {
            Check.matching(
                    config.accessKeyId(),
                    Pattern.compile("[\\w.+=/-]{1,128}"),
                    "config.access_key_id",
                    "is no access key");
            Check.required(config.secretAccessKey(), "config.secret_access_key");
        }
        if (config.roleArn() != null) {
            Pattern arn = Pattern.compile("arn:[\\w-]+:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}");
            Check.matching(config.roleArn(), arn, "config.role_arn", "is no role's ARN");
        }
        if (config.externalId() != null) {
            Check.required(config.roleArn(), "config.role_arn");
            Pattern id = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
            Check.matching(
                    config.externalId(), id, "config.external_id", "must have 2 to 1224 letters, digits or +=,.@:/-");
        }
        if (config.endpoint() != null) {
            WebAddress.checked(config.endpoint(), "config.endpoint");
        }
        return region;
    }

    private static void absent(@Nullable Secret secret, String field) {
        if (secret != null) {
            throw Refused.invalid("config.access_key_id: is required with config." + field);
        }
    }
}
