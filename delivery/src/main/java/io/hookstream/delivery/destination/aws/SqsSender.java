package io.hookstream.delivery.destination.aws;

import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.delivery.destination.Target;
import io.hookstream.messages.Utf8;
import io.hookstream.messages.destination.DestinationType;
import io.hookstream.messages.destination.SqsConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * Sends events to SQS queues: the body is the message, what is known about it its attributes. A body that SQS does not
 * take as text goes in base64, and an attribute says so.
 */
public final class SqsSender extends AwsSender<SqsAsyncClient> {

    /** Of a message with its attributes, in bytes; 256 KiB until August 2025. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final String STRING = "String";

    public SqsSender(Aws aws) {
        super(DestinationType.SQS, aws);
    }

    private static SqsConfig config(Target target) {
        return target.config(SqsConfig.class);
    }

    private static String queue(Target target) {
        return Objects.requireNonNull(config(target).queueUrl(), "checked when it was set up");
    }

    @Override
    Aws.Connected<SqsAsyncClient> connect(Aws aws, Target target) {
        SqsConfig config = config(target);
        String endpoint = config.endpoint() == null ? origin(URI.create(queue(target))) : config.endpoint();
        return aws.connect(SqsAsyncClient.builder(), target, config, endpoint);
    }

    private static String origin(URI queue) {
        return queue.getScheme() + "://" + queue.getRawAuthority();
    }

    @Override
    Map<String, String> described(Outbound outbound) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("event_id", outbound.eventId());
        attributes.put("source_id", outbound.sourceId());
        attributes.put("attempt", Integer.toString(outbound.attempt()));
        String contentType = outbound.contentType();
        if (contentType != null && !contentType.isBlank() && isText(contentType)) {
            attributes.put("content_type", contentType);
        }
        return attributes;
    }

    @Override
    Mono<?> send(SqsAsyncClient client, Outbound outbound, Exchanged exchanged) {
        long length = outbound.body().length();
        if (length == 0) {
            throw notSent("SQS takes no empty message");
        }
        refuseLarge(length);
        return outbound.body()
                .whole()
                .onErrorMap(RefusedException::unreadable)
                .flatMap(body -> Mono.fromFuture(() -> client.sendMessage(message(outbound, body, exchanged))));
    }

    private SendMessageRequest message(Outbound outbound, byte[] body, Exchanged exchanged) {
        SqsConfig config = config(outbound.target());
        Map<String, String> attributes = described(outbound);
        String text = text(body);
        if (text == null) {
            attributes.put("encoding", "base64");
            text = Base64.getEncoder().encodeToString(body);
        }
        refuseLarge(size(text, attributes));
        return SendMessageRequest.builder()
                .queueUrl(queue(outbound.target()))
                .messageBody(text)
                .messageGroupId(config.messageGroupId())
                .messageDeduplicationId(config.fifo() ? outbound.eventId() : null)
                .messageAttributes(attributes.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                one -> MessageAttributeValue.builder()
                                        .dataType(numeric(one.getKey()) ? "Number" : STRING)
                                        .stringValue(one.getValue())
                                        .build())))
                .overrideConfiguration(all -> all.putExecutionAttribute(Exchanged.ATTRIBUTE, exchanged))
                .build();
    }

    private static boolean numeric(String attribute) {
        return attribute.equals("attempt");
    }

    private static long size(String text, Map<String, String> attributes) {
        long size = text.getBytes(StandardCharsets.UTF_8).length;
        for (Map.Entry<String, String> one : attributes.entrySet()) {
            size += one.getKey().length() + STRING.length() + one.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        return size;
    }

    private static void refuseLarge(long size) {
        if (size > MAX_BYTES) {
            throw notSent("SQS takes " + MAX_BYTES + " bytes with the attributes; this message has " + size);
        }
    }

    /** Null if SQS does not take it as text. */
    private static @Nullable String text(byte[] body) {
        String text = Utf8.text(body);
        return text != null && isText(text) ? text : null;
    }

    /** The characters of XML 1.0. */
    private static boolean isText(String text) {
        return text.codePoints()
                .allMatch(c -> (c >= 0x20 && c != 0xFFFE && c != 0xFFFF) || c == '\t' || c == '\n' || c == '\r');
    }

    @Override
    public Sketch sketch(Outbound outbound) {
        return new Sketch("SendMessage", queue(outbound.target()), described(outbound));
    }
}
