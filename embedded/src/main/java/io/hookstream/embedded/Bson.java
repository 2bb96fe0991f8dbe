package io.hookstream.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/** Documents as the bytes that are stored. */
final class Bson {

    private static final int INITIAL_BYTES = 2_048;
    private static final int MAX_BYTES = 16 << 20;
    private static final int TOO_LARGE = 10334;

    private Bson() {}

    /**
     * A document is too large. No error of the library's kind, because those leave what a command did before them, and
     * this is found when the indexes have already changed.
     */
    static final class TooLargeException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLargeException(int bytes) {
            super("The document has " + bytes + " bytes; at most " + MAX_BYTES + " are allowed");
        }

        MongoServerError toServerError() {
            return new MongoServerError(TOO_LARGE, "BSONObjectTooLarge", String.valueOf(getMessage()), this);
        }
    }

    /** @throws TooLargeException if the document has more than 16 MiB */
    static byte[] encode(Document document) {
        ByteBuf buffer = Unpooled.buffer(INITIAL_BYTES);
        BsonEncoder.encodeDocument(document, buffer);
        int bytes = buffer.readableBytes();
        if (bytes > MAX_BYTES) {
            throw new TooLargeException(bytes);
        }
        return Arrays.copyOf(buffer.array(), bytes);
    }

    static Document decode(byte[] body) {
        return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(body));
    }
}
