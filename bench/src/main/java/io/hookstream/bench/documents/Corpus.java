package io.hookstream.bench.documents;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.bson.BsonBinaryWriter;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;

/**
 * The documents, each a function of its number: webhook events of {@link #BYTES} bytes of BSON, whose ids (UUIDv7) and times
 * grow with the number. Few organizations have most of them, and few sources most of an organization's.
 */
final class Corpus {
    static final int BYTES = 1024;
    static final List<String> STATUSES = List.of("pending", "delivered", "failed", "retrying", "discarded");
    private static final List<String> TYPES = List.of(
            "order.created", "order.paid", "order.cancelled", "customer.updated", "invoice.sent", "refund.failed");

    private static final int ORGANIZATIONS = 400;
    private static final int MOST_SOURCES = 8;
    private static final int TEXT_CHARACTERS = 1 << 20;
    private static final long FIRST_MILLIS = 1_772_000_000_000L;
    private static final int MILLIS_APART = 13;

    /** What the hashes of a number are told apart by. */
    private enum Part {
        TIME(1),
        ID_HIGH(2),
        ID_LOW(3),
        SOURCE(4),
        TYPE(5),
        STATUS(6),
        BODY(7),
        REFERENCE(8);

        private final long salt;

        Part(long salt) {
            this.salt = salt;
        }
    }

    private final List<Source> sources = new ArrayList<>();
    private final double[] shares;
    private final String text;
    private final int bytesOfRest;

    /** Where a document comes from. */
    record Source(String organization, String environment, String id) {}

    Corpus() {
        SplittableRandom random = new SplittableRandom(7);
        List<Double> weights = new ArrayList<>();
        for (int i = 0; i < ORGANIZATIONS; i++) {
            String organization = "org_" + hex(random);
            String environment = "env_" + hex(random);
            for (int j = random.nextInt(MOST_SOURCES); j >= 0; j--) {
                sources.add(new Source(organization, environment, "src_" + hex(random)));
                weights.add(1.0 / (i + 1) / (j + 1));
            }
        }
        shares = weights.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.parallelPrefix(shares, Double::sum);
        text = text(random);
        bytesOfRest = encode(0, STATUSES.get(0), 0, "").getByteBuffer().remaining()
                - STATUSES.get(0).length()
                - type(0).length();
    }

    /** Words and numbers at random, which no compression makes much smaller than they are. */
    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder(TEXT_CHARACTERS + 64);
        while (text.length() < TEXT_CHARACTERS) {
            int letters = random.nextInt(2, 10);
            for (int i = 0; i < letters; i++) {
                text.append((char) random.nextInt('a', 'z' + 1));
            }
            text.append(random.nextInt(4) == 0 ? " " + random.nextInt(1_000_000) + ", " : " ");
        }
        return text.toString();
    }

    private static String hex(SplittableRandom random) {
        return HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
    }

    List<Source> sources() {
        return sources;
    }

    /** Its place in {@link #sources()}. */
    int source(int number) {
        double share = (hash(number, Part.SOURCE) >>> 11) * 0x1p-53 * shares[shares.length - 1];
        int found = Arrays.binarySearch(shares, share);
        return Math.min(found < 0 ? -found - 1 : found + 1, shares.length - 1);
    }

    String id(int number) {
        long high = createdAt(number) << 16 | 0x7000 | hash(number, Part.ID_HIGH) >>> 52;
        long low = 0x8000_0000_0000_0000L | hash(number, Part.ID_LOW) >>> 2;
        return "evt_" + HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    /** In milliseconds since 1970; no two documents have the same. */
    long createdAt(int number) {
        return FIRST_MILLIS + (long) number * MILLIS_APART + pick(number, Part.TIME, MILLIS_APART);
    }

    String type(int number) {
        return TYPES.get(pick(number, Part.TYPE, TYPES.size()));
    }

    String externalId(int number) {
        return "ref_" + HexFormat.of().toHexDigits(hash(number, Part.REFERENCE));
    }

    /** The place in {@link #STATUSES} of the status it is inserted with. */
    int firstStatus(int number) {
        return pick(number, Part.STATUS, STATUSES.size());
    }

    /** The document as it is inserted. */
    RawBsonDocument document(int number) {
        return document(number, firstStatus(number), 0);
    }

    /** The document with another status and as many attempts. */
    RawBsonDocument document(int number, int status, int attempts) {
        int characters = BYTES
                - bytesOfRest
                - STATUSES.get(firstStatus(number)).length()
                - type(number).length();
        int from = pick(number, Part.BODY, TEXT_CHARACTERS - characters);
        return encode(number, STATUSES.get(status), attempts, text.substring(from, from + characters));
    }

    private RawBsonDocument encode(int number, String status, int attempts, String body) {
        Source source = sources.get(source(number));
        BasicOutputBuffer buffer = new BasicOutputBuffer(BYTES + 16);
        try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            writer.writeStartDocument();
            writer.writeString("_id", id(number));
            writer.writeString("organization_id", source.organization());
            writer.writeString("environment_id", source.environment());
            writer.writeString("source_id", source.id());
            writer.writeString("external_id", externalId(number));
            writer.writeString("status", status);
            writer.writeString("type", type(number));
            writer.writeInt32("attempts", attempts);
            writer.writeDateTime("created_at", createdAt(number));
            writer.writeString("body", body);
            writer.writeEndDocument();
        }
        return new RawBsonDocument(buffer.toByteArray());
    }

    private static int pick(int number, Part part, int choices) {
        return (int) Long.remainderUnsigned(hash(number, part), choices);
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014), a bijection: no two numbers have the same hash. */
    private static long hash(int number, Part part) {
        long mixed = (part.salt << 32 | number) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
