package io.hookstream.bench.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {
    private static final Path DATA = Path.of("data");

    @TempDir
    private Path folder;

    private List<String> command(String... properties) {
        return new Launch(folder.resolve("hookstream.jar"), List.of("-Dflag"), List.of("-Xmx2g"), List.of(properties))
                .command(8081, DATA, Path.of("gc"));
    }

    @Test
    void whatTheUserChoosesComesLast() {
        assertThat(command("--hookstream.batch=50"))
                .containsSubsequence(
                        "-Dflag",
                        "-Xmx2g",
                        "-jar",
                        folder.resolve("hookstream.jar").toString())
                .contains("--server.port=8081", "--hookstream.data=" + DATA)
                .endsWith("--hookstream.batch=50");
    }

    @Test
    void theCacheOfTheBuildIsUsedIfThereIsOneThatThisJavaCanRead() throws Exception {
        assertThat(command()).noneMatch(option -> option.startsWith("-XX:AOTCache"));
        Path cache = Files.createFile(folder.resolve("hookstream.aot"));
        assertThat(command().contains("-XX:AOTCache=" + cache))
                .isEqualTo(Runtime.version().feature() >= 25);
    }
}
