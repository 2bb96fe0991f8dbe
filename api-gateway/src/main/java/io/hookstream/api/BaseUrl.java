package io.hookstream.api;

import java.net.URI;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/** What this server is called from outside. */
@Component
public class BaseUrl {

    private final String configured;

    BaseUrl(GatewayProperties properties) {
        configured = properties.publicUrl().replaceAll("/+$", "");
    }

    /** As configured, else as the caller called it. */
    public String of(ServerHttpRequest request) {
        if (!configured.isEmpty()) {
            return configured;
        }
        URI uri = request.getURI();
        return uri.getScheme() + "://" + uri.getAuthority();
    }
}
