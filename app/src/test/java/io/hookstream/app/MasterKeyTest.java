package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {

    private static final String GOOD = Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir
    Path data;

    @Test
    void aKeyIsMadeOnceAndOnlyItsOwnerMayReadIt() throws IOException {
        byte[] made = MasterKey.of("", data);

        assertThat(made).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(MasterKey.of(" ", data)).isEqualTo(made);
        Path file = data.resolve("master.key");
        assertThat(Files.readString(file)).isEqualTo(Base64.getEncoder().encodeToString(made) + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(data.toFile().list()).containsExactly("master.key");
    }

    @Test
    void aConfiguredKeyIsUsedAndNotWrittenDown() {
        assertThat(MasterKey.of(" " + GOOD + "\n", data)).isEqualTo(new byte[32]);
        assertThat(data).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2hvcnQ=", "not base64!", "AAAA"})
    void aKeyOfAnotherLengthIsRefusedByItsName(String key) throws IOException {
        assertThatThrownBy(() -> MasterKey.of(key, data))
                .isInstanceOf(StartFailure.Problem.class)
                .hasMessage("hookstream.master-key: must be 32 bytes in base64")
                .hasMessageNotContaining(key);

        Path file = data.resolve("master.key");
        Files.writeString(file, key);
        assertThatThrownBy(() -> MasterKey.of("", data))
                .isInstanceOf(StartFailure.Problem.class)
                .hasMessage(file + ": must be 32 bytes in base64");
        assertThat(Files.readString(file)).isEqualTo(key);
    }

    @Test
    void anEmptyFileIsNotReplaced() throws IOException {
        Path file = Files.createFile(data.resolve("master.key"));
        assertThatThrownBy(() -> MasterKey.of("", data)).hasMessage(file + ": must be 32 bytes in base64");
        assertThat(file).isEmptyFile();
    }
}
