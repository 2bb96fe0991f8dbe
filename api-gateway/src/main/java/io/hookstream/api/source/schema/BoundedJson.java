package io.hookstream.api.source.schema;

import java.math.BigDecimal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads JSON that anybody may have written, so that no number, depth or multitude in it costs more than reading it. */
final class BoundedJson {

    static final int MAX_DEPTH = 200;

    /** Digits of a number, and digits before or after the point that its exponent stands for. */
    private static final int MAX_DIGITS = 1000;

    private static final int MAX_TOKENS = 1_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_DIGITS)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .nodeFactory(new Numbers())
            .build();

    private BoundedJson() {}

    /** @throws IllegalArgumentException saying what is wrong with it */
    static JsonNode read(byte[] json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (tree.isMissingNode()) {
                throw new IllegalArgumentException("is not JSON: it is empty");
            }
            return tree;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("is not JSON that can be read: " + e.getOriginalMessage(), e);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("is not JSON that can be read: it has a number that is too large", e);
        }
    }

    /** A few characters can stand for a number that takes minutes to compute with: 1e999999999. */
    private static final class Numbers extends JsonNodeFactory {

        private static final long serialVersionUID = 1L;

        @Override
        public tools.jackson.databind.node.ValueNode numberNode(BigDecimal number) {
            if (Math.abs((long) number.scale()) > MAX_DIGITS) {
                throw new StreamReadException("a number has more than " + MAX_DIGITS + " digits");
            }
            return super.numberNode(number);
        }
    }
}
