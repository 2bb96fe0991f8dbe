package io.hookstream.delivery.destination.aws;

import io.hookstream.delivery.destination.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/** What AWS answered to one attempt, as it came: Amazon's clients keep only what they understand of it. */
final class Exchanged {

    static final ExecutionAttribute<Exchanged> ATTRIBUTE = new ExecutionAttribute<>("HookstreamExchanged");

    /** S3 shows what was signed to those whose signature is wrong, and the token of temporary keys is among that. */
    private static final Pattern TOKEN = Pattern.compile("(?i)(x-amz-security-token[:=])[^\\s<&]+");

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable SdkHttpResponse head;
    private boolean truncated;

    private synchronized void begin(SdkHttpResponse response) {
        head = response;
    }

    private synchronized void keep(ByteBuffer chunk) {
        byte[] bytes = new byte[Math.min(chunk.remaining(), Answer.KEPT_BYTES - body.size())];
        truncated |= bytes.length < chunk.remaining();
        chunk.duplicate().get(bytes);
        body.writeBytes(bytes);
    }

    /** @param status what it is taken for */
    synchronized Answer answer(int status) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (head != null) {
            head.forEachHeader((name, values) -> headers.put(name, String.join(", ", values)));
        }
        String text = TOKEN.matcher(body.toString(StandardCharsets.UTF_8)).replaceAll("$1****");
        return new Answer(status, headers, text, truncated);
    }

    synchronized int status() {
        return head == null ? 0 : head.statusCode();
    }

    /** Fills in what the request's attribute is. */
    static final class Recorder implements ExecutionInterceptor {

        @Override
        public Optional<Publisher<ByteBuffer>> modifyAsyncHttpResponseContent(
                Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
            Exchanged exchanged = attributes.getAttribute(ATTRIBUTE);
            if (exchanged == null) {
                return context.responsePublisher();
            }
            exchanged.begin(context.httpResponse());
            return context.responsePublisher().map(content -> Flux.from(content).doOnNext(exchanged::keep));
        }
    }
}
