package io.hookstream.delivery.connection;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what an expression produced as JSON, up to a number of bytes. */
final class JsonOutput {

    /** The input may be 1,000 deep, and an expression wraps it. */
    private static final int MAX_DEPTH = 2000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private JsonOutput() {}

    /**
     * @throws TransformException if it is no JSON value or has more than {@code maxBytes}
     */
    static byte[] write(Object value, int maxBytes) {
        Bounded out = new Bounded(maxBytes);
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            write(generator, value);
        } catch (IOException e) {
            throw new TransformException("its result cannot be written: " + e.getMessage());
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case Map<?, ?> map -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.writeFieldName(String.valueOf(entry.getKey()));
                    write(out, entry.getValue());
                }
                out.writeEndObject();
            }
            case List<?> list -> {
                out.writeStartArray();
                for (Object element : list) {
                    write(out, element);
                }
                out.writeEndArray();
            }
            case String text -> out.writeString(text);
            case Boolean bool -> out.writeBoolean(bool);
            case Number number -> write(out, number);
            default -> {
                if (!value.equals(Jsonata.NULL_VALUE)) {
                    throw new TransformException("its result holds a function, which is no JSON value");
                }
                out.writeNull();
            }
        }
    }

    private static void write(JsonGenerator out, Number number) throws IOException {
        switch (number) {
            case Integer i -> out.writeNumber(i);
            case Long l -> out.writeNumber(l);
            case BigInteger i -> out.writeNumber(i);
            case BigDecimal d -> out.writeNumber(d);
            default -> {
                double d = number.doubleValue();
                if (!Double.isFinite(d)) {
                    throw new TransformException("its result holds a number that is out of range");
                }
                out.writeNumber(d);
            }
        }
    }

    private static final class Bounded extends ByteArrayOutputStream {

        private final int max;

        Bounded(int max) {
            this.max = max;
        }

        @Override
        public synchronized void write(int b) {
            check(1);
            super.write(b);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            check(length);
            super.write(bytes, offset, length);
        }

        private void check(int more) {
            if (count + (long) more > max) {
                throw new TransformException("its result is larger than " + max + " bytes");
            }
        }
    }
}
