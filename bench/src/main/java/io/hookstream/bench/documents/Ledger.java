package io.hookstream.bench.documents;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bson.RawBsonDocument;

/** What a collection must hold: which of the corpus's documents, and what updates made of them. */
final class Ledger {
    /** Documents of one page. */
    static final int PAGE = 50;

    private final Corpus corpus;
    private final byte[] statuses;
    private final short[] attempts;
    private final int[] sources;
    private int count;
    private int[][] bySource = {};
    private int[] listed = {};

    Ledger(Corpus corpus, int capacity) {
        this.corpus = corpus;
        this.statuses = new byte[capacity];
        this.attempts = new short[capacity];
        this.sources = new int[capacity];
    }

    /** The document's numbers are those below it. */
    int count() {
        return count;
    }

    /** Notes that the next so many documents have been inserted. */
    void inserted(int documents) {
        for (int number = count; number < count + documents; number++) {
            statuses[number] = (byte) corpus.firstStatus(number);
            sources[number] = corpus.source(number);
        }
        count += documents;
        bySource = new int[0][];
    }

    /** Another status for a document, and one attempt more; returns the status. */
    String update(int number, RandomGenerator random) {
        int others = Corpus.STATUSES.size() - 1;
        statuses[number] = (byte) ((statuses[number] + 1 + random.nextInt(others)) % (others + 1));
        attempts[number]++;
        return status(number);
    }

    String status(int number) {
        return Corpus.STATUSES.get(statuses[number]);
    }

    Corpus.Source source(int number) {
        return corpus.sources().get(sources[number]);
    }

    RawBsonDocument document(int number) {
        return corpus.document(number, statuses[number], attempts[number]);
    }

    /** Of all documents, in BSON. */
    long bytes() {
        return IntStream.range(0, count)
                .mapToLong(number -> Corpus.BYTES
                        + status(number).length()
                        - Corpus.STATUSES.get(corpus.firstStatus(number)).length())
                .sum();
    }

    /**
     * A document that has at least a page of its source up to it. Every second one is of any source, else the small
     * ones would hardly be asked for.
     *
     * @throws IllegalStateException if no source has a page
     */
    int listedDocument(RandomGenerator random) {
        index();
        int[] documents =
                random.nextBoolean() ? bySource[listed[random.nextInt(listed.length)]] : bySource[listedSource(random)];
        return documents[random.nextInt(PAGE - 1, documents.length)];
    }

    private int listedSource(RandomGenerator random) {
        while (true) {
            int source = sources[random.nextInt(count)];
            if (bySource[source].length >= PAGE) {
                return source;
            }
        }
    }

    private void index() {
        if (bySource.length == 0) {
            List<IntStream.Builder> numbers = new ArrayList<>();
            corpus.sources().forEach(source -> numbers.add(IntStream.builder()));
            for (int number = 0; number < count; number++) {
                numbers.get(sources[number]).add(number);
            }
            bySource = numbers.stream().map(of -> of.build().toArray()).toArray(int[][]::new);
            listed = IntStream.range(0, bySource.length)
                    .filter(source -> bySource[source].length >= PAGE)
                    .toArray();
            if (listed.length == 0) {
                throw new IllegalStateException("no source has " + PAGE + " of " + count + " documents");
            }
        }
    }

    /** The ids of the page of a document's source that begins with it and goes back in time. */
    List<String> page(int number) {
        index();
        int[] documents = bySource[sources[number]];
        int at = Arrays.binarySearch(documents, number);
        return IntStream.range(0, PAGE)
                .mapToObj(i -> corpus.id(documents[at - i]))
                .toList();
    }

    /** The ids of the newest documents that match, newest first, at most a page of them. */
    List<String> newest(IntPredicate matches) {
        return IntStream.iterate(count - 1, number -> number >= 0, number -> number - 1)
                .filter(matches)
                .limit(PAGE)
                .mapToObj(corpus::id)
                .toList();
    }
}
