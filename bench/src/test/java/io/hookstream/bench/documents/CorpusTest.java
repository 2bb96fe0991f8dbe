package io.hookstream.bench.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.codecs.DocumentCodec;
import org.junit.jupiter.api.Test;

class CorpusTest {
    private static final int COUNT = 20_000;

    private final Corpus corpus = new Corpus();

    @Test
    void everyDocumentHasTheSameSizeAndTheFieldsThatAreIndexed() {
        for (int number = 0; number < 2_000; number++) {
            Document document = corpus.document(number).decode(new DocumentCodec());
            assertThat(corpus.document(number).getByteBuffer().remaining()).isEqualTo(Corpus.BYTES);
            assertThat(document)
                    .containsEntry("_id", corpus.id(number))
                    .containsEntry("external_id", corpus.externalId(number))
                    .containsEntry("attempts", 0)
                    .containsKeys("organization_id", "environment_id", "source_id", "status", "type");
            assertThat(document.getDate("created_at")).hasTime(corpus.createdAt(number));
        }
    }

    @Test
    void idsAreVersion7AndGrowWithTheNumberAsTheTimesDo() {
        List<String> ids = IntStream.range(0, COUNT).mapToObj(corpus::id).toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        String hex = ids.get(COUNT - 1).substring(4);
        UUID id = UUID.fromString(hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(corpus.createdAt(COUNT - 1));
        assertThat(IntStream.range(0, COUNT).mapToObj(corpus::createdAt).toList())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void fewOrganizationsHaveMostDocumentsAndBodiesDiffer() {
        var shares = IntStream.range(0, COUNT)
                .mapToObj(number -> corpus.sources().get(corpus.source(number)).organization())
                .collect(Collectors.groupingBy(of -> of, Collectors.counting()));
        assertThat(shares).hasSizeGreaterThan(300);
        assertThat(shares.values()).anyMatch(documents -> documents > COUNT / 20);
        assertThat(IntStream.range(0, 2_000)
                        .mapToObj(number -> corpus.document(number).getString("body"))
                        .distinct())
                .hasSizeGreaterThan(1_980);
    }

    @Test
    void theLedgerKnowsThePageOfASource() {
        Ledger ledger = new Ledger(corpus, COUNT);
        ledger.inserted(COUNT / 2);
        ledger.inserted(COUNT / 2);
        int number = ledger.listedDocument(new SplittableRandom(1));
        List<String> expected = IntStream.iterate(number, of -> of >= 0, of -> of - 1)
                .filter(of -> corpus.source(of) == corpus.source(number))
                .limit(Ledger.PAGE)
                .mapToObj(corpus::id)
                .toList();
        assertThat(ledger.page(number)).hasSize(Ledger.PAGE).isEqualTo(expected);
    }

    @Test
    void theLedgerCountsTheBytesOfWhatUpdatesMade() {
        Ledger ledger = new Ledger(corpus, COUNT);
        ledger.inserted(100);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 500; i++) {
            int number = random.nextInt(100);
            String before = ledger.status(number);
            assertThat(ledger.update(number, random))
                    .isEqualTo(ledger.status(number))
                    .isNotEqualTo(before);
        }
        assertThat(ledger.bytes())
                .isEqualTo(IntStream.range(0, 100)
                        .mapToLong(number ->
                                ledger.document(number).getByteBuffer().remaining())
                        .sum());
        assertThat(IntStream.range(0, 100)
                        .map(number ->
                                ledger.document(number).getInt32("attempts").getValue()))
                .anyMatch(attempts -> attempts > 5);
    }
}
