package io.hookstream.api.event;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.api.GatewayProperties;
import io.hookstream.api.source.KnownSources;
import io.hookstream.messages.Ids;
import io.hookstream.messages.event.InboundEventCommand.IngestEvent;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.PayloadStore;
import io.hookstream.messages.event.ReceivedRequest;
import io.hookstream.messages.event.ReceivedRequest.Header;
import io.hookstream.messages.source.SourceView;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Where webhooks come in: any method, any content type, any bytes. The answer means that the event is on disk. */
@RestController
@Tag(name = "Ingest")
class IngestController {

    private static final byte[] EMPTY = new byte[0];

    private final Bus bus;
    private final KnownSources sources;
    private final PayloadStore payloads;
    private final Clock clock;
    private final int maxPayload;

    IngestController(Bus bus, KnownSources sources, PayloadStore payloads, Clock clock, GatewayProperties properties) {
        this.bus = bus;
        this.sources = sources;
        this.payloads = payloads;
        this.clock = clock;
        this.maxPayload = Math.toIntExact(properties.maxPayload().toBytes());
    }

    record Accepted(String eventId, String sourceId) {}

    @RequestMapping("/v1/ingest/{sourceId}")
    @SecurityRequirements
    Mono<ResponseEntity<Accepted>> ingest(@PathVariable String sourceId, ServerHttpRequest request) {
        return sources.find(sourceId)
                .filter(source -> !source.revision().deleted())
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Source")))
                .flatMap(source -> accept(source, request))
                // Whatever the sender says that it accepts: it may have put anything there.
                .map(ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON)::body);
    }

    private Mono<Accepted> accept(SourceView source, ServerHttpRequest request) {
        if (Boolean.FALSE.equals(source.settings().enabled())) {
            return Mono.error(ApiException.forbidden("The source is disabled"));
        }
        String eventId = Ids.create("evt", clock.millis());
        return body(request)
                .flatMap(body -> stored(eventId, body))
                .flatMap(payload ->
                        bus.send(new IngestEvent(eventId, source.tenant(), source.id(), received(request), payload)))
                .thenReturn(new Accepted(eventId, source.id()));
    }

    private Mono<byte[]> body(ServerHttpRequest request) {
        if (request.getHeaders().getContentLength() > maxPayload) {
            return Mono.error(tooLarge());
        }
        return DataBufferUtils.join(request.getBody(), maxPayload)
                .map(buffer -> {
                    byte[] bytes = new byte[buffer.readableByteCount()];
                    buffer.read(bytes);
                    DataBufferUtils.release(buffer);
                    return bytes;
                })
                .defaultIfEmpty(EMPTY)
                .onErrorMap(DataBufferLimitException.class, e -> tooLarge());
    }

    private ApiException tooLarge() {
        return ApiException.tooLarge("The body is larger than " + maxPayload + " bytes");
    }

    /** A large payload is on disk before the event that refers to it. */
    private Mono<Payload> stored(String eventId, byte[] body) {
        return body.length <= Payload.MAX_INLINE
                ? Mono.just(Payload.inline(body))
                : Mono.fromFuture(() -> payloads.store(eventId, body)).thenReturn(Payload.stored(body.length));
    }

    private static ReceivedRequest received(ServerHttpRequest request) {
        List<Header> headers = new ArrayList<>();
        request.getHeaders().forEach((name, values) -> values.forEach(value -> headers.add(new Header(name, value))));
        InetSocketAddress peer = request.getRemoteAddress();
        return new ReceivedRequest(
                request.getMethod().name(),
                request.getURI().getRawQuery(),
                headers,
                request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE),
                peer == null || peer.getAddress() == null
                        ? null
                        : peer.getAddress().getHostAddress());
    }
}
