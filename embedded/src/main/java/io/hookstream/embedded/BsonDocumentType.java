package io.hookstream.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Documents as BSON. Without it the store writes them with Java serialization: larger, slower, and tied to its classes. */
final class BsonDocumentType extends BasicDataType<Document> {

    /** A document in memory is some four times its bytes: maps, entries, boxed values, strings. */
    private static final int MEMORY_PER_BYTE = 4;

    @Override
    public int getMemory(Document document) {
        ByteBuf bytes = Unpooled.buffer();
        BsonEncoder.encodeDocument(document, bytes);
        return bytes.readableBytes() * MEMORY_PER_BYTE;
    }

    @Override
    public void write(WriteBuffer to, Document document) {
        ByteBuf bytes = Unpooled.buffer();
        BsonEncoder.encodeDocument(document, bytes);
        to.put(bytes.array(), 0, bytes.readableBytes());
    }

    @Override
    public Document read(ByteBuffer from) {
        ByteBuf bytes = Unpooled.wrappedBuffer(from);
        Document document = BsonDecoder.decodeBson(bytes);
        from.position(from.position() + bytes.readerIndex());
        return document;
    }

    @Override
    public Document[] createStorage(int size) {
        return new Document[size];
    }
}
