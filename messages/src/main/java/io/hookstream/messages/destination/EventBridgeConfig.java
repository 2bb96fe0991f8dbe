package io.hookstream.messages.destination;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Secret;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An EventBridge event bus.
 *
 * @param eventBusArn or the bus's name, such as {@code default}
 * @param source what rules know the events by
 * @param detailType likewise
 */
public record EventBridgeConfig(
        @Nullable String eventBusArn,
        @Nullable String region,
        @Nullable String source,
        @Nullable String detailType,
        @Nullable String accessKeyId,
        @Nullable Secret secretAccessKey,
        @Nullable Secret sessionToken,
        @Nullable String roleArn,
        @Nullable String externalId,
        @Nullable String endpoint,
        @Nullable Integer timeout)
        implements AwsConfig {

    static final String TYPE = "eventbridge";
    private static final Pattern BUS =
            Pattern.compile("(arn:[\\w-]+:events:[a-z0-9-]+:\\d{12}:event-bus/)?[\\w./-]{1,256}");
    private static final Pattern LABEL = Pattern.compile("\\P{Cntrl}{1,128}");
    private static final String LABEL_RULE = "must have 1 to 128 characters";

    @Override
    public String kind() {
        return TYPE;
    }

    @Override
    public EventBridgeConfig checked() {
        String bus = Check.matching(eventBusArn, BUS, "config.event_bus_arn", "is neither a bus's ARN nor its name");
        String checkedRegion = AwsConfig.checkedRegion(this);
        String checkedSource = Check.matching(source, LABEL, "config.source", LABEL_RULE);
        if (checkedSource.startsWith("aws.")) {
            throw Refused.invalid("config.source: must not begin with aws., which is Amazon's own");
        }
        return new EventBridgeConfig(
                bus,
                checkedRegion,
                checkedSource,
                Check.matching(detailType, LABEL, "config.detail_type", LABEL_RULE),
                accessKeyId,
                secretAccessKey,
                sessionToken,
                roleArn,
                externalId,
                endpoint,
                checkedTimeout());
    }
}
