package io.hookstream.delivery.destination.aws;

import io.hookstream.delivery.destination.Answer;
import io.hookstream.delivery.destination.Body;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.delivery.destination.Target;
import io.hookstream.messages.destination.DestinationType;
import io.hookstream.messages.destination.EventBridgeConfig;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.eventbridge.EventBridgeAsyncClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * Sends events to EventBridge buses. Their detail must be a JSON object: a body that is none becomes the member
 * {@code body} of one.
 */
public final class EventBridgeSender extends AwsSender<EventBridgeAsyncClient> {

    /** Of an entry, in bytes; 256 KiB until January 2026. */
    static final int MAX_BYTES = 1024 * 1024;

    /** What EventBridge counts for a time. */
    private static final int TIME_BYTES = 14;

    public EventBridgeSender(Aws aws) {
        super(DestinationType.EVENTBRIDGE, aws);
    }

    private static EventBridgeConfig config(Target target) {
        return target.config(EventBridgeConfig.class);
    }

    private static String bus(Target target) {
        return Objects.requireNonNull(config(target).eventBusArn(), "checked when it was set up");
    }

    @Override
    Aws.Connected<EventBridgeAsyncClient> connect(Aws aws, Target target) {
        EventBridgeConfig config = config(target);
        return aws.connect(EventBridgeAsyncClient.builder(), target, config, config.endpoint());
    }

    @Override
    Map<String, String> described(Outbound outbound) {
        EventBridgeConfig config = config(outbound.target());
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("EventBusName", bus(outbound.target()));
        entry.put("Source", Objects.requireNonNull(config.source(), "checked when it was set up"));
        entry.put("DetailType", Objects.requireNonNull(config.detailType(), "checked when it was set up"));
        entry.put("Time", outbound.event().at().toString());
        return entry;
    }

    @Override
    Mono<?> send(EventBridgeAsyncClient client, Outbound outbound, Exchanged exchanged) {
        Map<String, String> entry = described(outbound);
        long around = (long) TIME_BYTES
                + entry.getOrDefault("Source", "").getBytes(StandardCharsets.UTF_8).length
                + entry.getOrDefault("DetailType", "").getBytes(StandardCharsets.UTF_8).length;
        refuseLarge(around + outbound.body().length());
        return JsonValue.of(outbound.body())
                .flatMap(body -> {
                    refuseLarge(around + body.asObjectLength());
                    return Body.joined(body.asObject());
                })
                .map(detail -> new String(detail, StandardCharsets.UTF_8))
                .flatMap(detail -> Mono.fromFuture(() -> client.putEvents(request(outbound, entry, detail, exchanged))))
                .doOnNext(answer -> requireTaken(answer, exchanged));
    }

    private static void refuseLarge(long size) {
        if (size > MAX_BYTES) {
            throw notSent("EventBridge takes entries of " + MAX_BYTES + " bytes; this one has " + size);
        }
    }

    private static PutEventsRequest request(
            Outbound outbound, Map<String, String> entry, String detail, Exchanged exchanged) {
        return PutEventsRequest.builder()
                .entries(PutEventsRequestEntry.builder()
                        .eventBusName(entry.get("EventBusName"))
                        .source(entry.get("Source"))
                        .detailType(entry.get("DetailType"))
                        .time(outbound.event().at())
                        .detail(detail)
                        .build())
                .overrideConfiguration(all -> all.putExecutionAttribute(Exchanged.ATTRIBUTE, exchanged))
                .build();
    }

    /** The answer is 200 also if the entry was not taken. */
    private static void requireTaken(PutEventsResponse response, Exchanged exchanged) {
        if (response.failedEntryCount() == null || response.failedEntryCount() == 0) {
            return;
        }
        PutEventsResultEntry entry = response.entries().stream()
                .filter(one -> one.errorCode() != null)
                .findFirst()
                .orElseThrow(() -> notSent("EventBridge did not take the entry and does not say why"));
        String code = entry.errorCode();
        String type = ErrorType.PROVIDER_ERROR;
        int status = exchanged.status();
        if (code.contains("Throttl")) {
            type = ErrorType.HTTP_4XX;
            status = TOO_MANY_REQUESTS;
        }
        Answer answer = exchanged.answer(status);
        throw new RefusedException(type, code + ": " + entry.errorMessage(), answer);
    }

    @Override
    public Sketch sketch(Outbound outbound) {
        return new Sketch("PutEvents", bus(outbound.target()), described(outbound));
    }
}
