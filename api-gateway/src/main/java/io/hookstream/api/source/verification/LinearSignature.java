package io.hookstream.api.source.verification;

import io.hookstream.api.ApiException;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** An HMAC of the body, whose field {@code webhookTimestamp} has the time, in milliseconds. */
record LinearSignature(Keys keys, Tolerance tolerance) implements Verifier {

    private static final String HEADER = "Linear-Signature";
    private static final String FIELD = "webhookTimestamp";
    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,15}");
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public void verify(Incoming webhook, Instant now) {
        byte[] signature = Encoding.HEX.decode(webhook.one(HEADER), keys.length());
        keys.check(Arrays.asList(new byte[][] {signature}), webhook.body());
        String time = time(webhook.body());
        if (time == null || !MILLIS.matcher(time).matches()) {
            throw ApiException.unauthorized("The body has no " + FIELD + " in milliseconds");
        }
        tolerance.checkMillis(Long.parseLong(time), now.toEpochMilli());
    }

    /** As it is written; null if the body is no JSON object, or has no such number. */
    private static @Nullable String time(byte[] body) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            String found = null;
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean wanted = json.currentName().equals(FIELD);
                JsonToken value = json.nextToken();
                if (wanted) {
                    found = value == JsonToken.VALUE_NUMBER_INT ? json.getString() : null;
                }
                json.skipChildren();
            }
            return found;
        } catch (JacksonException e) {
            return null;
        }
    }
}
