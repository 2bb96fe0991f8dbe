package io.hookstream.api.source;

import io.hookstream.api.ApiException;
import io.hookstream.api.source.schema.PayloadSchema;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What is to be known of a source's settings before they are sent on, and only the gateway can tell. */
final class SourceCheck {

    private SourceCheck() {}

    /**
     * Empty if all is well; otherwise an error that names the field.
     *
     * @param schema JSON Schema, as its text
     */
    static Mono<Void> check(@Nullable String schema, @Nullable Map<String, String> responseHeaders) {
        String problem = Answer.problem(responseHeaders);
        if (problem != null) {
            return Mono.error(ApiException.badRequest(problem));
        }
        return schema == null
                ? Mono.empty()
                : Mono.<Void>fromRunnable(() -> compile(schema)).subscribeOn(Schedulers.boundedElastic());
    }

    /** Of a change: what it does not change was looked at before. */
    @SuppressWarnings("unchecked")
    static Mono<Void> check(Map<String, Object> patch) {
        return check((String) patch.get("json_schema"), (Map<String, String>) patch.get("response_headers"));
    }

    private static void compile(String schema) {
        try {
            PayloadSchema.compile(schema);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("json_schema: cannot be compiled: " + e.getMessage());
        }
    }
}
