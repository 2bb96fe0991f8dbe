package io.hookstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentCheckpointsIT {

    private static final int LOG_BYTES = 1 << 20;
    private static final int ROW_BYTES = 16 << 10;
    private static final int MOST_ROWS = 60_000;

    @Test
    void theLogBeginsAnewWhileThereIsAlwaysSomethingToWrite(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("documents.db");
        DocumentFile file = DocumentFile.open(path, 8, 1);
        List<IOException> failures = new CopyOnWriteArrayList<>();
        long log = 0;
        int rows = 0;
        try (DocumentCheckpoints checkpoints = new DocumentCheckpoints(file, LOG_BYTES, failures::add);
                Connection writer = file.openForWriting();
                Statement statement = writer.createStatement()) {
            statement.execute("CREATE TABLE rows (b BLOB)");
            try (PreparedStatement insert = writer.prepareStatement("INSERT INTO rows VALUES (?)")) {
                // The file keeps its length when the log begins anew.
                while (rows < MOST_ROWS && (long) rows * ROW_BYTES < 2 * log + LOG_BYTES) {
                    insert.setBytes(1, new byte[ROW_BYTES]);
                    insert.executeUpdate();
                    checkpoints.committed();
                    rows++;
                    log = Files.size(SqliteHeader.writeAheadLog(path));
                }
            }
            try (var count = statement.executeQuery("SELECT count(*) FROM rows")) {
                assertThat(count.getInt(1)).isEqualTo(rows);
            }
        }
        assertThat(failures).isEmpty();
        assertThat(log).isBetween((long) LOG_BYTES, (long) rows * ROW_BYTES / 2);
    }
}
