package io.hookstream.api;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/** What this server is called from outside. */
@Component
public class BaseUrl {

    private final String configured;

    BaseUrl(GatewayProperties properties) {
        configured = properties.publicUrl().replaceAll("/+$", "");
    }

    /** Null if it is not configured. */
    public @Nullable String configured() {
        return configured.isEmpty() ? null : configured;
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
