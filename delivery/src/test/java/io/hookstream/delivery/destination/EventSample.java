package io.hookstream.delivery.destination;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** What sources send, on good days and on others. */
record EventSample(String name, String contentType, byte[] bytes) {

    private static final String JSON = "application/json";

    static EventSample json(String text) {
        return of(JSON, text);
    }

    static EventSample of(String contentType, String text) {
        return new EventSample(text, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return contentType + " " + name.substring(0, Math.min(20, name.length())) + " " + bytes.length;
    }

    static Stream<EventSample> events() {
        byte[] binary = new byte[70_000];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) (i * 31);
        }
        return Stream.of(
                EventSample.json("{\"type\":\"order.created\",\"data\":{\"id\":7}}"),
                EventSample.json("{\"type\":7,\"event\":\"push\"}"),
                EventSample.json("{\"type\":null,\"payload\":{},\"body\":1,\"event_id\":\"x\"}"),
                EventSample.json("{\"type\":[\"a\",\"b\"]}"),
                EventSample.json("{\"type\":\"\\ud83d\",\"x\":\"\\u0000\"}"),
                EventSample.json("{\"type\":\"```\\n@everyone <!channel>\",\"x\":\"``` @here <@1> & </b>\"}"),
                EventSample.json("{}"),
                EventSample.json("[]"),
                EventSample.json("[1,[2]]"),
                EventSample.json("[{\"type\":\"a\"},{\"type\":\"b\"}]"),
                EventSample.json("null"),
                EventSample.json("true"),
                EventSample.json("12345678901234567890.5e400"),
                EventSample.json("\"text\""),
                EventSample.json("\"\""),
                EventSample.json(""),
                EventSample.json("[".repeat(20_000) + "]".repeat(20_000)),
                EventSample.json("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)),
                EventSample.json("{\"type\":\"cut"),
                EventSample.json("{\"long\":\"" + "x".repeat(300_000) + "\"}"),
                EventSample.json("{\"type\":\"" + "é😀".repeat(5_000) + "\"}"),
                EventSample.of("text/plain", "a" + "😀".repeat(100_000)),
                EventSample.of("text/plain", "&<>`@".repeat(30_000)),
                EventSample.of("text/plain", "\u0000\u0007 bells\r\nand lines\u001b[31m"),
                EventSample.of("application/xml", "<?xml version=\"1.0\"?><order id=\"7\"><!-- & --></order>"),
                EventSample.of("application/x-www-form-urlencoded", "type=order&a=1&b=%20"),
                new EventSample("latin", "text/plain; charset=iso-8859-1", new byte[] {'Z', 'o', (byte) 0xeb}),
                new EventSample("binary", "image/png", binary),
                new EventSample("binary", null, binary),
                new EventSample("half a character", null, new byte[] {'a', (byte) 0xf0, (byte) 0x9f}),
                EventSample.json("{\"type\":\"large\",\"x\":\"" + "é".repeat(7_500_000) + "\"}"),
                new EventSample("large binary", "application/zip; charset=nonsense", new byte[15_000_000]));
    }

    /** As from the payload store: in pieces that end anywhere. */
    record Pieces(byte[] bytes) implements Body {
        private static final int PIECE = 65_521;

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public Publisher<byte[]> content() {
            return Flux.range(0, (bytes.length + PIECE - 1) / PIECE).map(i -> {
                byte[] piece = new byte[Math.min(PIECE, bytes.length - i * PIECE)];
                ByteBuffer.wrap(bytes, i * PIECE, piece.length).get(piece);
                return piece;
            });
        }
    }
}
