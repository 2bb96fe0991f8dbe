package io.hookstream.bench.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hookstream.bench.report.Machine;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class DocumentReportTest {
    private static final Machine MACHINE =
            new Machine(Instant.EPOCH, 2, "Example CPU", 2048, 0.5, "Linux amd64", "ext4", "Example 25");

    @Test
    void tellsWhatIsMetAndWhatIsNot() {
        StoreResult embedded = new StoreResult(Store.EMBEDDED);
        embedded.setDocuments(1_000_000);
        embedded.put(Figure.INSERT_ONE, 15_000);
        embedded.put(Figure.UPDATE, 11_999);
        embedded.put(Figure.LIST_P50, 5.01);
        embedded.put(Figure.GET_P50, 0.1);
        StoreResult memory = new StoreResult(Store.MEMORY);
        memory.setDocuments(100_000);
        memory.put(Figure.INSERT_ONE, 12_345.6);
        memory.note("list of 50: 7 of 2,000, for time was up after 60 s");
        DocumentReport report = new DocumentReport(DocumentOptions.parse(), MACHINE, List.of(embedded, memory));

        assertThat(report.table())
                .startsWith("|  | target | embedded | met | memory |\n")
                .contains("| documents of 1,024 bytes, 5 indexes |  | 1,000,000 |  | 100,000 |\n")
                .contains("| bulk insert, 1 connection | >= 15,000/s | 15,000/s | yes | 12,346/s |\n")
                .contains("| bulk update by id | >= 12,000/s | 11,999/s | **no** | - |\n")
                .contains("p50 | <= 5 ms | 5.01 ms | **no** | - |\n")
                .contains("| get by id, p50 |  | 0.10 ms |  | - |\n")
                .contains("| files, of the data's size | <= 3x | - | - | - |\n")
                .contains("- memory: list of 50: 7 of 2,000, for time was up after 60 s.\n")
                .doesNotContain("The targets are for");
        Document figures = Document.parse(report.json())
                .get("stores", Document.class)
                .get("embedded", Document.class)
                .get("figures", Document.class);
        assertThat(figures.get("update", Document.class))
                .containsEntry("value", 11_999.0)
                .containsEntry("unit", "/s")
                .containsEntry("target", ">= 12,000/s")
                .containsEntry("met", false);
        assertThat(report.json()).doesNotContain("\n");
    }

    @Test
    void tellsOfAStoreThatFailed() {
        StoreResult embedded = new StoreResult(Store.EMBEDDED);
        embedded.fail("the store is wrong: its count");
        DocumentReport report =
                new DocumentReport(DocumentOptions.parse("--count", "20000", "--journal"), MACHINE, List.of(embedded));
        assertThat(report.table())
                .contains("- **embedded failed: the store is wrong: its count**\n")
                .contains("The targets are for 1,000,000 documents.")
                .contains("`j: true`");
    }

    @Test
    void optionsAreChecked() {
        DocumentOptions options = DocumentOptions.parse("--stores", "h2,embedded,h2", "--count-others", "9000");
        assertThat(options.stores()).containsExactly(Store.EMBEDDED, Store.H2);
        assertThat(options.count(Store.H2)).isEqualTo(9_000);
        assertThat(options.count(Store.EMBEDDED)).isEqualTo(1_000_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DocumentOptions.parse("--stores", "mysql"))
                .withMessageContaining("mysql");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DocumentOptions.parse("--count", "10"))
                .withMessageContaining("from 5000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DocumentOptions.parse("--count"))
                .withMessageContaining("needs a value");
    }
}
