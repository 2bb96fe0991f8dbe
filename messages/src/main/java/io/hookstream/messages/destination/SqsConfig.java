package io.hookstream.messages.destination;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Secret;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An SQS queue.
 *
 * @param queueUrl as AWS shows it; a FIFO queue's ends in {@code .fifo}
 * @param messageGroupId a FIFO queue needs it: messages of one group stay in order
 */
public record SqsConfig(
        @Nullable String queueUrl,
        @Nullable String region,
        @Nullable String accessKeyId,
        @Nullable Secret secretAccessKey,
        @Nullable Secret sessionToken,
        @Nullable String roleArn,
        @Nullable String externalId,
        @Nullable String messageGroupId,
        @Nullable String endpoint,
        @Nullable Integer timeout)
        implements AwsConfig {

    static final String TYPE = "sqs";
    private static final String FIFO = ".fifo";
    private static final Pattern GROUP = Pattern.compile("[\\p{Alnum}\\p{Punct}]{1,128}");
    private static final Pattern AT_AWS = Pattern.compile("https://[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?/.*");

    @Override
    public String kind() {
        return TYPE;
    }

    public boolean fifo() {
        return queueUrl != null && queueUrl.endsWith(FIFO);
    }

    @Override
    public SqsConfig checked() {
        String url = WebAddress.checked(Check.required(queueUrl, "config.queue_url"), "config.queue_url");
        String checkedRegion = AwsConfig.checkedRegion(this);
        if (accessKeyId == null && !AT_AWS.matcher(url).matches()) {
            throw Refused.invalid("config.access_key_id: is required with a queue outside of AWS");
        }
        if (messageGroupId != null) {
            Check.matching(
                    messageGroupId,
                    GROUP,
                    "config.message_group_id",
                    "must have 1 to 128 letters, digits or punctuation");
        } else if (fifo()) {
            throw Refused.invalid("config.message_group_id: is required of a FIFO queue");
        }
        return new SqsConfig(
                url,
                checkedRegion,
                accessKeyId,
                secretAccessKey,
                sessionToken,
                roleArn,
                externalId,
                messageGroupId,
                endpoint,
                checkedTimeout());
    }
}
