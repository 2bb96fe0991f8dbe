package io.hookstream.api.security;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Which API keys a request shows. The clients of sockets cannot all set headers of their own: a page in a browser has only
 * the address and the names of protocols.
 */
final class ShownKeys {

    private static final String HEADER = "X-API-Key";
    private static final String SOCKET = "/v1/ws";
    private static final String TOKEN = "token";
    private static final String BEARER = "Bearer ";
    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";
    private static final String KEY_PROTOCOL = "hookstream.key.";

    private ShownKeys() {}

    static boolean isSocket(ServerHttpRequest request) {
        return request.getPath().value().equals(SOCKET);
    }

    static List<String> of(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        List<String> header = headers.getOrEmpty(HEADER);
        if (!isSocket(request)) {
            return header;
        }
        List<String> shown = new ArrayList<>(header);
        shown.addAll(request.getQueryParams().getOrDefault(TOKEN, List.of()));
        after(BEARER, headers.getOrEmpty(HttpHeaders.AUTHORIZATION).stream()).forEach(shown::add);
        after(
                        KEY_PROTOCOL,
                        headers.getOrEmpty(PROTOCOLS).stream()
                                .flatMap(line -> Stream.of(line.split(",", -1)))
                                .map(String::strip))
                .forEach(shown::add);
        return shown;
    }

    private static Stream<String> after(String prefix, Stream<String> values) {
        return values.filter(value -> value.startsWith(prefix)).map(value -> value.substring(prefix.length()));
    }
}
