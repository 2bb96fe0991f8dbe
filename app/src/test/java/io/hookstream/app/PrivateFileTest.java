package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {

    @TempDir
    Path folder;

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        Path file = folder.resolve("secret.json");
        PrivateFile.write(file, "Zażółć");

        assertThat(file).hasContent("Zażółć");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aReplacedFileIsPrivateWhateverItWasBefore() throws IOException {
        Path file = Files.writeString(folder.resolve("secret.json"), "old and much longer");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        PrivateFile.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aDraftThatACrashLeftBehindIsInNobodysWay() throws IOException {
        Path file = folder.resolve("secret.json");
        Files.writeString(folder.resolve("secret.json.new"), "half");

        PrivateFile.write(file, "whole");

        assertThat(file).hasContent("whole");
        assertThat(folder.toFile().list()).containsExactly("secret.json");
    }

    @Test
    void whatCannotBeWrittenLeavesTheOldFile() throws IOException {
        Path file = Files.writeString(folder.resolve("secret.json"), "old");
        Files.writeString(
                Files.createDirectory(folder.resolve("secret.json.new")).resolve("occupied"), "");

        assertThatThrownBy(() -> PrivateFile.write(file, "new")).isInstanceOf(IOException.class);
        assertThat(file).hasContent("old");
    }
}
