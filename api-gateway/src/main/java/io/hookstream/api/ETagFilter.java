package io.hookstream.api;

import java.util.List;
import org.reactivestreams.Publisher;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.reactive.ServerWebExchangeContextFilter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lets {@link ETags} find the request, and answers 304 if the caller knows already what it asks for. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class ETagFilter implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        List<String> known = exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.IF_NONE_MATCH);
        ServerWebExchange seen = known.isEmpty() || !reads(exchange)
                ? exchange
                : exchange.mutate()
                        .response(new Unmodified(exchange.getResponse(), known))
                        .build();
        return chain.filter(seen)
                .contextWrite(context -> context.put(ServerWebExchangeContextFilter.EXCHANGE_CONTEXT_ATTRIBUTE, seen));
    }

    private static boolean reads(ServerWebExchange exchange) {
        HttpMethod method = exchange.getRequest().getMethod();
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private static final class Unmodified extends ServerHttpResponseDecorator {

        private final List<String> known;

        Unmodified(ServerHttpResponse response, List<String> known) {
            super(response);
            this.known = known;
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            String tag = getHeaders().getETag();
            if (tag == null || !knows(tag)) {
                return super.writeWith(body);
            }
            setStatusCode(HttpStatus.NOT_MODIFIED);
            getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
            getHeaders().remove(HttpHeaders.CONTENT_TYPE);
            return Flux.from(body).doOnNext(DataBufferUtils::release).then(setComplete());
        }

        private boolean knows(String current) {
            ETag tag = ETag.create(current);
            return known.stream()
                    .flatMap(line -> ETag.parse(line).stream())
                    .anyMatch(other -> other.isWildcard() || other.compare(tag, false));
        }
    }
}
