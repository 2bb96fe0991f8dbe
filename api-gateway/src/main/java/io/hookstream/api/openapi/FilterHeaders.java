package io.hookstream.api.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;

/** The headers that filters read, for a controller knows nothing of them. */
final class FilterHeaders {

    private FilterHeaders() {}

    /** @param versioned whether what the route is about can be changed, and so has an ETag */
    static void add(boolean versioned, HttpMethod method, Operation operation) {
        if (method == HttpMethod.POST) {
            add(operation, "Idempotency-Key", "For 24 hours, the same request with it gets the first answer");
        }
        if (versioned && method == HttpMethod.GET) {
            add(operation, "If-None-Match", "An ETag that is known already");
            operation.getResponses().addApiResponse("304", new ApiResponse().description("It has not changed"));
        }
        if (versioned && (method == HttpMethod.PATCH || method == HttpMethod.DELETE)) {
            add(operation, "If-Match", "The ETag of what is to be changed");
        }
    }

    private static void add(Operation operation, String name, String description) {
        operation.addParametersItem(new HeaderParameter()
                .name(name)
                .required(false)
                .description(description)
                .schema(new StringSchema()));
    }
}
