package io.hookstream.delivery.destination.aws;

import io.hookstream.delivery.destination.Body;
import io.hookstream.delivery.destination.RefusedException;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A body as a JSON value: byte for byte if it is JSON, null if it is empty, else a string, of base64 if it is no UTF-8. It
 * is streamed twice, once to learn which of these it is and how long, and is never in memory as a whole.
 *
 * @param length of the value, in bytes
 */
record JsonValue(Body body, Form form, long length) {

    private static final byte[] QUOTE = {'"'};
    private static final byte[] NULL = ascii("null");
    private static final byte[] OBJECT = ascii("{\"body\":");
    private static final byte[] END = ascii("}");

    enum Form {
        EMPTY,
        OBJECT,
        JSON,
        TEXT,
        BINARY
    }

    /** An error if the body cannot be read. */
    static Mono<JsonValue> of(Body body) {
        if (body.length() == 0) {
            return Mono.just(new JsonValue(body, Form.EMPTY, NULL.length));
        }
        return read(body)
                .reduceWith(BodyForm::new, BodyForm::plus)
                .map(BodyForm::end)
                .map(form -> new JsonValue(body, form.form(), form.length()));
    }

    private static Flux<byte[]> read(Body body) {
        return Flux.from(body.content()).onErrorMap(RefusedException::unreadable);
    }

    /** What the reader of the value has to know besides, as further members of the object that it is in. */
    byte[] note() {
        return form == Form.BINARY ? ascii(",\"encoding\":\"base64\"") : new byte[0];
    }

    Flux<byte[]> content() {
        return switch (form) {
            case EMPTY -> Flux.just(NULL);
            case OBJECT, JSON -> read(body);
            case TEXT -> quoted(read(body).map(BodyForm::escaped));
            case BINARY ->
                quoted(Flux.defer(() -> {
                    Base64Stream encoder = new Base64Stream();
                    return read(body).map(encoder::next).concatWith(Mono.fromSupplier(encoder::end));
                }));
        };
    }

    private static Flux<byte[]> quoted(Flux<byte[]> content) {
        return Flux.concat(Mono.just(QUOTE), content, Mono.just(QUOTE));
    }

    /** The body itself if it is an object, else one whose member {@code body} it is. */
    Flux<byte[]> asObject() {
        return form == Form.OBJECT
                ? content()
                : Flux.concat(Mono.just(OBJECT), content(), Mono.just(note()), Mono.just(END));
    }

    long asObjectLength() {
        return form == Form.OBJECT ? length : OBJECT.length + length + note().length + END.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
