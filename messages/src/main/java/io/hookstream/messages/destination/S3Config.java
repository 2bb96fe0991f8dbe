package io.hookstream.messages.destination;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An S3 bucket: one object per event.
 *
 * @param prefix what the objects' keys begin with; may be empty
 * @param format {@code json}, the event with its headers, or {@code raw}, the body alone; default json
 */
public record S3Config(
        @Nullable String bucket,
        @Nullable String region,
        @Nullable String accessKeyId,
        @Nullable Secret secretAccessKey,
        @Nullable Secret sessionToken,
        @Nullable String roleArn,
        @Nullable String externalId,
        @Nullable String prefix,
        @Nullable String format,
        @Nullable String endpoint,
        @Nullable Integer timeout)
        implements AwsConfig {

    public static final String JSON = "json";
    public static final String RAW = "raw";
    static final String TYPE = "s3";
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    /** A key has 1,024 bytes at most, and the date and the event's id follow. */
    private static final int MAX_PREFIX = 900;

    @Override
    public String kind() {
        return TYPE;
    }

    @Override
    public S3Config checked() {
        String checkedBucket = Check.matching(
                bucket, BUCKET, "config.bucket", "must have 3 to 63 lower-case letters, digits, dots and hyphens");
        String checkedRegion = AwsConfig.checkedRegion(this);
        String checkedPrefix = Check.required(prefix, "config.prefix");
        if (checkedPrefix.getBytes(StandardCharsets.UTF_8).length > MAX_PREFIX
                || checkedPrefix.chars().anyMatch(Character::isISOControl)) {
            throw Refused.invalid(
                    "config.prefix: must have at most " + MAX_PREFIX + " bytes and no control characters");
        }
        String checkedFormat = format == null ? JSON : format;
        if (!Set.of(JSON, RAW).contains(checkedFormat)) {
            throw Refused.invalid("config.format: must be json or raw; was " + checkedFormat);
        }
        return new S3Config(
                checkedBucket,
                checkedRegion,
                accessKeyId,
                secretAccessKey,
                sessionToken,
                roleArn,
                externalId,
                checkedPrefix,
                checkedFormat,
                endpoint,
                checkedTimeout());
    }
}
