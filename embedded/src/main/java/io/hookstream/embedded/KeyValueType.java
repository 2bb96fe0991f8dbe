package io.hookstream.embedded;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.jspecify.annotations.Nullable;

/**
 * The keys of unique indexes. By default the store compares such keys by serializing both with Java serialization, at
 * every step down the tree. Any total order will do here, because these indexes are only asked for equal keys.
 */
final class KeyValueType extends BasicDataType<KeyValue> {

    private static final BsonDocumentType DOCUMENTS = new BsonDocumentType();

    @Override
    public int compare(KeyValue left, KeyValue right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compareValues(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int compareValues(@Nullable Object left, @Nullable Object right) {
        int order = Integer.compare(kind(left), kind(right));
        if (order != 0) {
            return order;
        }
        if (left instanceof String x && right instanceof String y) {
            return x.compareTo(y);
        }
        if (left instanceof ObjectId x && right instanceof ObjectId y) {
            return x.compareTo(y);
        }
        // The library makes doubles of all numbers before they become keys.
        if (left instanceof Double x && right instanceof Double y) {
            return x.compareTo(y);
        }
        return encode(left).compareTo(encode(right));
    }

    private static int kind(@Nullable Object value) {
        return switch (value) {
            case String text -> 0;
            case ObjectId id -> 1;
            case Double number -> 2;
            case null, default -> 3;
        };
    }

    private static ByteBuf encode(@Nullable Object value) {
        ByteBuf bytes = Unpooled.buffer();
        BsonEncoder.encodeDocument(toDocument(new KeyValue(Collections.singletonList(value))), bytes);
        return bytes;
    }

    /** A missing value has no field, where null has one. */
    private static Document toDocument(KeyValue key) {
        Document document = new Document();
        for (int i = 0; i < key.size(); i++) {
            if (!(key.get(i) instanceof Missing)) {
                document.put(Integer.toString(i), key.get(i));
            }
        }
        return document;
    }

    @Override
    public int getMemory(KeyValue key) {
        return DOCUMENTS.getMemory(toDocument(key));
    }

    @Override
    public void write(WriteBuffer to, KeyValue key) {
        to.putVarInt(key.size());
        DOCUMENTS.write(to, toDocument(key));
    }

    @Override
    public KeyValue read(ByteBuffer from) {
        int size = DataUtils.readVarInt(from);
        Document document = DOCUMENTS.read(from);
        List<@Nullable Object> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            String field = Integer.toString(i);
            values.add(document.containsKey(field) ? document.get(field) : Missing.getInstance());
        }
        return new KeyValue(values);
    }

    @Override
    public KeyValue[] createStorage(int size) {
        return new KeyValue[size];
    }
}
