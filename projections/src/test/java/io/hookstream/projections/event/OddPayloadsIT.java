package io.hookstream.projections.event;

import static io.hookstream.projections.Samples.SOURCE;
import static io.hookstream.projections.Samples.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.event.Payload;
import io.hookstream.projections.WithProjections;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What BSON or a JSON parser would refuse is a payload like any other. */
class OddPayloadsIT extends WithProjections {

    private static Map<String, byte[]> texts() {
        Map<String, byte[]> texts = new LinkedHashMap<>();
        texts.put("empty", text(""));
        texts.put("nul_in_key", text("{\"a\\u0000b\":1}"));
        texts.put("raw_nul", text("{\"a\0b\":\"\0\"}\0"));
        texts.put("deep", text("[".repeat(600) + "]".repeat(600)));
        texts.put("dollars_and_dots", text("{\"$where\":{\"a.b\":1,\"\":2,\"_id\":3}}"));
        texts.put("twice", text("{\"a\":1,\"a\":2}"));
        texts.put("not_json", text("a=1&b=%00"));
        texts.put("escaped_half_surrogate", text("{\"a\":\"\\ud800\"}"));
        texts.put("byte_order_mark", text("\ufeff{}"));
        texts.put("line_ends", text("a\r\nb\rc\n"));
        texts.put("four_byte_characters", text("\ud83d\ude00".repeat(Payload.MAX_INLINE / 4)));
        texts.put("largest", text("x".repeat(Payload.MAX_INLINE)));
        return texts;
    }

    private static Map<String, byte[]> binaries() {
        byte[] random = new byte[Payload.MAX_INLINE];
        new Random(7).nextBytes(random);
        Map<String, byte[]> binaries = new LinkedHashMap<>();
        binaries.put("latin1", "{\"a\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
        binaries.put("cut_off", HexFormat.of().parseHex("61e282"));
        binaries.put("overlong", HexFormat.of().parseHex("61c080"));
        binaries.put("half_surrogate", HexFormat.of().parseHex("61eda080"));
        binaries.put("utf16", "{\"a\":1}".getBytes(StandardCharsets.UTF_16));
        binaries.put("random", random);
        return binaries;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static DomainEvent[] arrivals(Map<String, byte[]> payloads) {
        return payloads.entrySet().stream()
                .map(payload -> received(payload.getKey(), SOURCE, Payload.inline(payload.getValue())))
                .toArray(DomainEvent[]::new);
    }

    private void comesBack(String id, byte[] payload, String field) {
        Document event = projections.document(EventDocument.COLLECTION, id);
        assertThat(EventDocument.payload(event).inline()).as(id).containsExactly(payload);
        assertThat(EventDocument.payload(event).size()).as(id).isEqualTo(payload.length);
        assertThat(event).as(id).containsKey(field);
    }

    @Test
    void textsComeBackByteForByteAndCanBeSearched() {
        projections.project(arrivals(texts()));
        assertThat(projections.documents(EventDocument.COLLECTION)).hasSameSizeAs(texts());
        texts().forEach((id, payload) -> comesBack(id, payload, EventDocument.TEXT));
    }

    @Test
    void otherBytesComeBackByteForByte() {
        projections.project(arrivals(binaries()));
        assertThat(projections.documents(EventDocument.COLLECTION)).hasSameSizeAs(binaries());
        binaries().forEach((id, payload) -> comesBack(id, payload, EventDocument.BYTES));
    }

    @Test
    void ofALargePayloadOnlyTheSizeIsKept() {
        projections.project(received("large", SOURCE, Payload.stored(5_000_000)));
        Document event = projections.document(EventDocument.COLLECTION, "large");
        assertThat(EventDocument.payload(event)).isEqualTo(Payload.stored(5_000_000));
        assertThat(event).doesNotContainKeys(EventDocument.TEXT, EventDocument.BYTES);
    }
}
