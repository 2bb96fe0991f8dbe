package io.hookstream.bench.documents;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.conversions.Bson;

/** Whether a collection holds what its ledger says, and each of its indexes too. */
final class Check {
    private static final int SAMPLE = 1_000;

    /** Few, for a store that ignores indexes reads everything for each. */
    private static final int QUERIES = 3;

    private final MongoCollection<RawBsonDocument> collection;
    private final Corpus corpus;
    private final Ledger ledger;
    private final RandomGenerator random = new SplittableRandom(13);

    Check(MongoCollection<RawBsonDocument> collection, Corpus corpus, Ledger ledger) {
        this.collection = collection;
        this.corpus = corpus;
        this.ledger = ledger;
    }

    /** Throws if it does not hold. */
    static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException("the store is wrong: " + otherwise);
        }
    }

    static List<String> ids(List<RawBsonDocument> documents) {
        return documents.stream()
                .map(document -> document.getString("_id").getValue())
                .toList();
    }

    /**
     * Compares the count, a sample of the documents, and a few lists by each index.
     *
     * @throws IllegalStateException if something is not as it must be
     */
    void all() {
        refusesASecondOfItsKind();
        // Not countDocuments(): that is an aggregation, which reads all there is into the store's memory.
        that(collection.estimatedDocumentCount() == ledger.count(), "its count");
        for (int i = 0; i < SAMPLE; i++) {
            int number = random.nextInt(ledger.count());
            that(isAsWritten(number), "document " + corpus.id(number) + " is not what was written");
        }
        for (int i = 0; i < QUERIES; i++) {
            lists(random.nextInt(ledger.count()));
        }
    }

    private boolean isAsWritten(int number) {
        RawBsonDocument found =
                collection.find(Filters.eq("_id", corpus.id(number))).first();
        return found != null
                && found.decode(new BsonDocumentCodec())
                        .equals(ledger.document(number).decode(new BsonDocumentCodec()));
    }

    private void lists(int like) {
        String organization = ledger.source(like).organization();
        Bson ofOrganization = Filters.eq("organization_id", organization);
        List<String> ofStatus =
                ledger.newest(number -> ledger.source(number).organization().equals(organization)
                        && ledger.status(number).equals(ledger.status(like)));
        that(
                page(Filters.and(ofOrganization, Filters.eq("status", ledger.status(like))), Sorts.descending("_id"))
                        .equals(ofStatus),
                "a list by status");
        List<String> ofType =
                ledger.newest(number -> ledger.source(number).organization().equals(organization)
                        && corpus.type(number).equals(corpus.type(like)));
        that(
                page(Filters.and(ofOrganization, Filters.eq("type", corpus.type(like))), Sorts.descending("created_at"))
                        .equals(ofType),
                "a list by type");
        List<String> since = IntStream.range(like, Math.min(like + Ledger.PAGE, ledger.count()))
                .mapToObj(corpus::id)
                .toList();
        that(
                page(Filters.gte("created_at", new Date(corpus.createdAt(like))), Sorts.ascending("created_at"))
                        .equals(since),
                "a list by time");
        that(
                page(Filters.eq("external_id", corpus.externalId(like)), Sorts.ascending("_id"))
                        .equals(List.of(corpus.id(like))),
                "a get by the unique field");
    }

    private List<String> page(Bson filter, Bson order) {
        return ids(collection.find(filter).sort(order).limit(Ledger.PAGE).into(new ArrayList<>()));
    }

    private void refusesASecondOfItsKind() {
        BsonDocument second = corpus.document(0).decode(new BsonDocumentCodec());
        second.put("_id", new BsonString("evt_second"));
        boolean refused = false;
        try {
            collection.insertOne(new RawBsonDocument(second, new BsonDocumentCodec()));
        } catch (MongoWriteException e) {
            refused = e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
        }
        that(refused, "a second document with the same unique field");
    }
}
