package io.hookstream.delivery.destination.aws;

import io.hookstream.delivery.destination.GuardedHttp;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/** Lets Amazon's clients send their requests with hookstream's: its event loops, its connections, its egress guard. */
final class AwsHttp implements SdkAsyncHttpClient {

    /** What is asked for here is answered in a few lines. */
    private static final int MAX_ANSWER_BYTES = 1024 * 1024;

    private final GuardedHttp http;

    AwsHttp(GuardedHttp http) {
        this.http = http;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Answered(SdkHttpResponse head, byte[] body) {}

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        SdkAsyncHttpResponseHandler handler = request.responseHandler();
        Disposable exchange = Mono.defer(() -> exchange(request))
                .subscribe(
                        answered -> {
                            handler.onHeaders(answered.head());
                            handler.onStream(Mono.just(ByteBuffer.wrap(answered.body())));
                            done.complete(null);
                        },
                        problem -> {
                            handler.onError(problem);
                            done.completeExceptionally(problem);
                        });
        // Amazon's clients cancel what has become of no use.
        CompletableFuture<Void> unused = done.whenComplete((nothing, problem) -> exchange.dispose());
        return done;
    }

    private Mono<Answered> exchange(AsyncExecuteRequest request) {
        return http.client()
                .request(HttpMethod.valueOf(request.request().method().name()))
                .uri(http.parse(request.request().getUri().toString()))
                .send((sent, out) -> write(request, sent, out))
                .responseConnection(AwsHttp::read)
                .single();
    }

    private static Publisher<Void> write(AsyncExecuteRequest request, HttpClientRequest sent, NettyOutbound out) {
        HttpHeaders headers = sent.requestHeaders();
        request.request().forEachHeader((name, values) -> headers.set(name, values));
        headers.remove(HttpHeaderNames.EXPECT); // would only cost a round trip
        if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        }
        return out.send(Flux.from(request.requestContentPublisher()).map(Unpooled::wrappedBuffer));
    }

    private static Publisher<Answered> read(HttpClientResponse response, Connection connection) {
        return connection
                .inbound()
                .receive()
                .asByteArray()
                .reduceWith(ByteArrayOutputStream::new, AwsHttp::append)
                .map(bytes -> new Answered(head(response), bytes.toByteArray()));
    }

    private static ByteArrayOutputStream append(ByteArrayOutputStream bytes, byte[] chunk) {
        if (bytes.size() + chunk.length > MAX_ANSWER_BYTES) {
            throw new IllegalStateException("the answer has more than " + MAX_ANSWER_BYTES + " bytes");
        }
        bytes.writeBytes(chunk);
        return bytes;
    }

    private static SdkHttpResponse head(HttpClientResponse response) {
        SdkHttpFullResponse.Builder head = SdkHttpResponse.builder()
                .statusCode(response.status().code())
                .statusText(response.status().reasonPhrase());
        response.responseHeaders().forEach(header -> head.appendHeader(header.getKey(), header.getValue()));
        return head.build();
    }

    @Override
    public String clientName() {
        return "hookstream";
    }

    /** The connections are not its own. */
    @Override
    public void close() {}
}
