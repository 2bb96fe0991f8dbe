package io.hookstream.api.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.api.ClientAddress;
import io.hookstream.api.ClientAddress.Client;
import io.hookstream.api.WholeBody;
import io.hookstream.api.source.KnownSources;
import io.hookstream.api.source.Reception;
import io.hookstream.api.source.Receptions;
import io.hookstream.api.source.verification.Incoming;
import io.hookstream.messages.Ids;
import io.hookstream.messages.event.InboundEventCommand.IngestEvent;
import io.hookstream.messages.event.ReceivedRequest;
import io.hookstream.messages.event.ReceivedRequest.Header;
import io.hookstream.messages.source.SourceView;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where webhooks come in: any method, any content type, any bytes. The answer means that the event is on disk.
 *
 * <p>It is a filter, so that a webhook meets neither those that are for the rest of the API nor the dispatcher, which
 * together took a fifth of its processor time. A controller it is for the API's documentation.
 */
@RestController
@Tag(name = "Ingest")
@Order(IngestController.ORDER)
class IngestController implements WebFilter {

    /** After what counts, times, traces and names requests. */
    static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 15;

    private static final String ADDRESS = "/v1/ingest/{sourceId}";
    private static final PathPattern PATH = PathPatternParser.defaultInstance.parse(ADDRESS);

    private static final String API_KEY = "X-API-Key";

    /** How our own keys begin. One that came with a webhook by mistake must not be shown, nor sent on. */
    private static final String OUR_KEYS = "hs_";

    /** How often an event is sent again because an equal one was first. The second time it is a duplicate. */
    private static final int MAX_CONFLICTS = 3;

    private final Bus bus;
    private final KnownSources sources;
    private final Receptions receptions;
    private final ClientAddress addresses;
    private final Bodies bodies;
    private final Payloads payloads;
    private final Pacing pacing;
    private final JsonMapper mapper;
    private final Clock clock;

    IngestController(
            Bus bus,
            KnownSources sources,
            Receptions receptions,
            ClientAddress addresses,
            Bodies bodies,
            Payloads payloads,
            Pacing pacing,
            JsonMapper mapper,
            Clock clock) {
        this.bus = bus;
        this.sources = sources;
        this.receptions = receptions;
        this.addresses = addresses;
        this.bodies = bodies;
        this.payloads = payloads;
        this.pacing = pacing;
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * @param eventId of the first event, if this one is its duplicate
     * @param duplicate true or absent
     */
    record Accepted(
            String eventId,
            String sourceId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean duplicate) {}

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        PathMatchInfo address = PATH.matchAndExtract(exchange.getRequest().getPath());
        if (address == null) {
            return chain.filter(exchange);
        }
        exchange.getAttributes().put(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, PATH);
        String sourceId = Objects.requireNonNull(address.getUriVariables().get("sourceId"));
        return ingest(sourceId, exchange.getRequest()).flatMap(answer -> write(exchange.getResponse(), answer));
    }

    private Mono<Void> write(ServerHttpResponse response, ResponseEntity<Object> answer) {
        byte[] body = answer.getBody() instanceof byte[] bytes ? bytes : mapper.writeValueAsBytes(answer.getBody());
        response.setStatusCode(answer.getStatusCode());
        response.getHeaders().putAll(answer.getHeaders());
        return body.length == 0 ? response.setComplete() : WholeBody.write(response, body);
    }

    @RequestMapping(ADDRESS)
    @SecurityRequirements
    @ApiResponse(
            responseCode = "200",
            description = "It is stored. The source may have set another status of 2xx, body or headers",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @ApiResponse(responseCode = "401", description = "Its signature is missing, wrong or too old", content = @Content)
    @ApiResponse(
            responseCode = "403",
            description = "The source is disabled, or does not take webhooks from this address",
            content = @Content)
    @ApiResponse(responseCode = "404", description = "There is no such source", content = @Content)
    @ApiResponse(responseCode = "413", description = "The body is too large", content = @Content)
    @ApiResponse(
            responseCode = "422",
            description = "The body does not fit the source's schema, see validation_errors",
            content = @Content)
    Mono<ResponseEntity<Object>> ingest(@PathVariable String sourceId, ServerHttpRequest request) {
        return sources.find(sourceId)
                .filter(source -> !source.revision().deleted())
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Source")))
                .flatMap(source -> accept(source, request));
    }

    private Mono<ResponseEntity<Object>> accept(SourceView source, ServerHttpRequest request) {
        if (Boolean.FALSE.equals(source.settings().enabled())) {
            return Mono.error(ApiException.forbidden("The source is disabled"));
        }
        Client client = addresses.of(request);
        return receptions.of(source).flatMap(reception -> {
            reception.admit(client);
            return bodies.read(request, body -> take(source, reception, client, request, body))
                    .map(reception.answer()::to);
        });
    }

    private Mono<Accepted> take(
            SourceView source, Reception reception, Client client, ServerHttpRequest request, byte[] body) {
        String eventId = Ids.create("evt", clock.millis());
        Incoming webhook = new Incoming(request.getHeaders(), request.getURI().getRawQuery(), body);
        return reception
                .check(webhook, clock)
                .flatMap(status -> DedupKeyReader.read(source.settings(), request.getHeaders(), body)
                        .flatMap(key -> payloads.keep(eventId, body)
                                .flatMap(payload -> append(new IngestEvent(
                                        eventId,
                                        source.tenant(),
                                        source.id(),
                                        received(request, client),
                                        payload,
                                        key.orElse(null),
                                        status.orElse(null))))))
                .map(first -> new Accepted(first, source.id(), first.equals(eventId) ? null : true));
    }

    /** Two nodes may see the first of a key at once: the log takes one of them, and the other finds that in it. */
    private Mono<String> append(IngestEvent event) {
        Duration pause = pacing.pause();
        Mono<String> appended =
                pause.isZero() ? bus.send(event) : Mono.delay(pause).then(bus.send(event));
        if (event.deduplication() == null) {
            return appended;
        }
        return appended.retryWhen(Retry.max(MAX_CONFLICTS)
                        .filter(e ->
                                e instanceof ConcurrencyException || e instanceof AggregateStreamCreationException))
                .onErrorMap(
                        Exceptions::isRetryExhausted,
                        e -> ApiException.unavailable("Equal webhooks are coming in at once: try again"));
    }

    private static ReceivedRequest received(ServerHttpRequest request, Client client) {
        List<Header> headers = new ArrayList<>();
        request.getHeaders().forEach((name, values) -> {
            for (String value : values) {
                if (!API_KEY.equalsIgnoreCase(name) || !value.startsWith(OUR_KEYS)) {
                    headers.add(new Header(name, value));
                }
            }
        });
        return new ReceivedRequest(
                request.getMethod().name(),
                request.getURI().getRawQuery(),
                headers,
                request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE),
                client.text());
    }
}
