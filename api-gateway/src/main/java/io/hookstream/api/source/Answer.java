package io.hookstream.api.source;

import io.hookstream.messages.source.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the sender of an accepted webhook is answered.
 *
 * @param body null for the event's id, if the status allows for a body
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Answer(HttpStatusCode status, HttpHeaders headers, byte @Nullable [] body) {

    static final Answer NONE = new Answer(HttpStatus.OK, json(), null);

    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int NO_CONTENT = 204;
    private static final int RESET_CONTENT = 205;

    static Answer of(SourceSettings settings) {
        HttpStatusCode status = HttpStatusCode.valueOf(Objects.requireNonNullElse(settings.responseStatus(), 200));
        String text = settings.responseBody();
        HttpHeaders headers = new HttpHeaders();
        Objects.requireNonNullElse(settings.responseHeaders(), Map.<String, String>of())
                .forEach(headers::set);
        if (text == null) {
            boolean bodiless = status.value() == NO_CONTENT || status.value() == RESET_CONTENT;
            headers.setContentType(MediaType.APPLICATION_JSON);
            if (bodiless) {
                headers.remove(HttpHeaders.CONTENT_TYPE);
            }
            return new Answer(status, headers, bodiless ? new byte[0] : null);
        }
        if (!headers.containsHeader(HttpHeaders.CONTENT_TYPE)) {
            headers.setContentType(isJson(text) ? MediaType.APPLICATION_JSON : TEXT);
        }
        // A browser must not run what a user wrote on the address that everybody's dashboard is on.
        headers.set("Content-Security-Policy", "sandbox");
        headers.set("X-Content-Type-Options", "nosniff");
        return new Answer(status, headers, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What is wrong with the settings' Content-Type, or null. */
    static @Nullable String problem(@Nullable Map<String, String> headers) {
        for (Map.Entry<String, String> header :
                Objects.requireNonNullElse(headers, Map.<String, String>of()).entrySet()) {
            if (!header.getKey().equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
                continue;
            }
            try {
                if (MediaType.parseMediaType(header.getValue()).isConcrete()) {
                    continue;
                }
            } catch (InvalidMediaTypeException e) {
                // Refused below, like a range of types.
            }
            return "response_headers." + header.getKey() + ": is not a media type";
        }
        return null;
    }

    /** @param accepted what is known of the event */
    public ResponseEntity<Object> to(Object accepted) {
        return ResponseEntity.status(status).headers(headers).body(body == null ? accepted : body);
    }

    private static HttpHeaders json() {
        HttpHeaders headers = new HttpHeaders();
        // Whatever the sender says that it accepts: it may have put anything there.
        headers.setContentType(MediaType.APPLICATION_JSON);
        return HttpHeaders.readOnlyHttpHeaders(headers);
    }

    private static boolean isJson(String text) {
        try {
            return text.isBlank() ? false : !JSON.readTree(text).isMissingNode();
        } catch (JacksonException | NumberFormatException e) {
            return false;
        }
    }
}
