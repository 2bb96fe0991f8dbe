package io.hookstream.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Describes the headers that filters read, for the API's description knows only what controllers do. */
@Component
class DescribedHeaders implements GlobalOpenApiCustomizer {

    private static final String INGEST = "/v1/ingest/";

    @Override
    public void customise(OpenAPI api) {
        if (api.getPaths() != null) {
            api.getPaths().forEach(DescribedHeaders::describe);
        }
    }

    private static void describe(String path, PathItem item) {
        boolean ingest = path.startsWith(INGEST);
        // What can be changed has versions.
        boolean versioned = item.getPatch() != null && !ingest;
        item.readOperationsMap().forEach((method, operation) -> {
            answer(operation, "429", "Too many requests: `Retry-After` says when to try again");
            if (method == HttpMethod.POST && !ingest) {
                header(operation, "Idempotency-Key", "For 24 hours, the same request with it gets the first answer");
                answer(operation, "409", "It collides with something, or with the first request of its key");
                answer(operation, "422", "The idempotency key was used for another request");
            }
            if (versioned && method == HttpMethod.GET) {
                header(operation, "If-None-Match", "An ETag that is known already");
                answer(operation, "304", "It has not changed");
            }
            if (versioned && (method == HttpMethod.PATCH || method == HttpMethod.DELETE)) {
                header(operation, "If-Match", "The ETag of what is to be changed");
                answer(operation, "412", "It has another version by now");
            }
        });
    }

    private static void header(Operation operation, String name, String description) {
        operation.addParametersItem(new HeaderParameter()
                .name(name)
                .required(false)
                .description(description)
                .schema(new StringSchema()));
    }

    private static void answer(Operation operation, String status, String description) {
        ApiResponses responses = operation.getResponses();
        if (responses != null && !responses.containsKey(status)) {
            responses.addApiResponse(status, new ApiResponse().description(description));
        }
    }
}
