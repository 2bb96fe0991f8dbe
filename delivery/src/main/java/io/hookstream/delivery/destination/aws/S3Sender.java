package io.hookstream.delivery.destination.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hookstream.delivery.destination.Body;
import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.delivery.destination.Target;
import io.hookstream.messages.destination.DestinationType;
import io.hookstream.messages.destination.S3Config;
import io.hookstream.messages.event.ReceivedRequest.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.reactivestreams.Subscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Writes events to S3 buckets, an object each: the body alone, or the event with its headers as a JSON object. */
public final class S3Sender extends AwsSender<S3AsyncClient> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    public S3Sender(Aws aws) {
        super(DestinationType.S3, aws);
    }

    private static S3Config config(Target target) {
        return target.config(S3Config.class);
    }

    private static String bucket(Target target) {
        return Objects.requireNonNull(config(target).bucket(), "checked when it was set up");
    }

    @Override
    Aws.Connected<S3AsyncClient> connect(Aws aws, Target target) {
        S3Config config = config(target);
        // Compatible servers have neither a host name per bucket nor checksums after the body.
        S3AsyncClientBuilder builder = S3AsyncClient.builder()
                .forcePathStyle(config.endpoint() != null)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false).expectContinueEnabled(false));
        return aws.connect(builder, target, config, config.endpoint());
    }

    private static String key(Outbound outbound) {
        return config(outbound.target()).prefix()
                + DAY.format(outbound.event().at())
                + "/"
                + outbound.eventId()
                + ".json";
    }

    private static boolean isRaw(Outbound outbound) {
        return S3Config.RAW.equals(config(outbound.target()).format());
    }

    @Override
    Map<String, String> described(Outbound outbound) {
        Map<String, String> described = new LinkedHashMap<>();
        described.put("Bucket", bucket(outbound.target()));
        described.put("Key", key(outbound));
        described.put("Content-Type", isRaw(outbound) ? "application/octet-stream" : "application/json");
        return described;
    }

    @Override
    Mono<?> send(S3AsyncClient client, Outbound outbound, Exchanged exchanged) {
        Map<String, String> described = described(outbound);
        return (isRaw(outbound) ? raw(outbound.body()) : document(outbound))
                .flatMap(content -> Mono.fromFuture(() -> client.putObject(
                        PutObjectRequest.builder()
                                .bucket(described.get("Bucket"))
                                .key(described.get("Key"))
                                .contentType(described.get("Content-Type"))
                                .contentLength(content.length())
                                .overrideConfiguration(all -> all.putExecutionAttribute(Exchanged.ATTRIBUTE, exchanged))
                                .build(),
                        content)));
    }

    private static Mono<Content> raw(Body body) {
        return Mono.just(new Content(body.length(), Flux.from(body.content())));
    }

    private static Mono<Content> document(Outbound outbound) {
        return JsonValue.of(outbound.body()).map(body -> {
            byte[] before = before(outbound);
            byte[] after = after(outbound, body);
            return new Content(
                    before.length + body.length() + after.length,
                    Flux.concat(Mono.just(before), body.content(), Mono.just(after)));
        });
    }

    private static byte[] before(Outbound outbound) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event_id", outbound.eventId());
        event.put("source_id", outbound.sourceId());
        event.put("method", outbound.event().event().request().method());
        event.put("headers", headers(outbound));
        byte[] whole = json(event);
        byte[] body = ",\"body\":".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(whole.length - 1 + body.length)
                .put(whole, 0, whole.length - 1)
                .put(body)
                .array();
    }

    /** Several values of one name are joined by a comma. */
    private static Map<String, String> headers(Outbound outbound) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : outbound.event().event().request().headers()) {
            headers.merge(header.name(), header.value(), (a, b) -> a + ", " + b);
        }
        return headers;
    }

    private static byte[] after(Outbound outbound, JsonValue body) {
        byte[] end = (",\"received_at\":\"" + outbound.event().at() + "\"}").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(body.note().length + end.length)
                .put(body.note())
                .put(end)
                .array();
    }

    private static byte[] json(Map<String, Object> value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("It is made of strings", e);
        }
    }

    /** A body of another length than announced would hang, or be cut off. */
    private record Content(long length, Flux<byte[]> bytes) implements AsyncRequestBody {

        @Override
        public Optional<Long> contentLength() {
            return Optional.of(length);
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
            Flux.defer(() -> {
                        long[] left = {length};
                        return bytes.onErrorMap(Content::unreadable)
                                .map(piece -> {
                                    left[0] -= piece.length;
                                    if (left[0] < 0) {
                                        throw wrong(length);
                                    }
                                    return ByteBuffer.wrap(piece);
                                })
                                .concatWith(Flux.defer(() -> left[0] == 0 ? Flux.empty() : Flux.error(wrong(length))));
                    })
                    .subscribe(subscriber);
        }

        private static Throwable unreadable(Throwable problem) {
            return problem instanceof RefusedException ? problem : RefusedException.unreadable(problem);
        }

        private static RefusedException wrong(long length) {
            return notSent("the body is not as long as announced, " + length + " bytes");
        }
    }

    @Override
    public Sketch sketch(Outbound outbound) {
        return new Sketch("PutObject", bucket(outbound.target()) + "/" + key(outbound), described(outbound));
    }
}
