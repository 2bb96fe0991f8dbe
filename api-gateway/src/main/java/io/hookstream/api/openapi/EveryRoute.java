package io.hookstream.api.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Completes what each route says of itself with what is true of all. A new route is described by being there. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class EveryRoute implements GlobalOpenApiCustomizer {

    private static final String REQUEST_ID = "X-Request-Id";
    private static final String INGEST = "/v1/ingest/";
    private static final Set<HttpMethod> WITH_BODY = EnumSet.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private final Examples examples = Examples.read();

    @Override
    public void customise(OpenAPI api) {
        Refusals.describe(api.getComponents());
        api.getComponents()
                .addHeaders(
                        REQUEST_ID,
                        new Header().description("Names the request").schema(new StringSchema()));
        api.getPaths().forEach((path, item) -> customise(api, path, item));
    }

    private void customise(OpenAPI api, String path, PathItem item) {
        List<SecurityRequirement> security = api.getSecurity();
        boolean ingest = path.startsWith(INGEST);
        boolean versioned = item.getPatch() != null;
        item.readOperationsMap().forEach((method, operation) -> {
            if (operation.getSecurity() == null) {
                operation.setSecurity(security);
            }
            if (!ingest) {
                FilterHeaders.add(versioned, method, operation);
            } else if (WITH_BODY.contains(method)) {
                operation.setRequestBody(anything());
            }
            Refusals.add(api, path, method, operation);
            examples.add(path, method, operation);
            operation.getResponses().values().stream()
                    .filter(response -> response.get$ref() == null)
                    .forEach(response -> response.addHeaderObject(
                            REQUEST_ID, new Header().$ref("#/components/headers/" + REQUEST_ID)));
        });
    }

    /** Webhooks are whatever their senders send; most is JSON. */
    private static RequestBody anything() {
        return new RequestBody()
                .content(new Content()
                        .addMediaType(
                                Refusals.JSON, new MediaType().schema(new Schema<>().additionalProperties(true))));
    }
}
