package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.e2e.Program.Exit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Starting, refusing to start, and stopping. */
@ExtendWith(ShowsProgramsOnFailure.class)
class StartUpIT {
    @TempDir
    private Path folder;

    @Test
    void theFirstStartMakesAKeyAndTheSecondKeepsIt() throws IOException {
        Path data = folder.resolve("data");
        String key;
        try (Program first = Program.start(data)) {
            JsonNode bootstrap = first.bootstrap();
            key = bootstrap.get("api_key").asString();
            assertThat(key).matches("hs_live_[0-9a-f]{64}");
            assertThat(bootstrap.get("url").asString()).endsWith(":" + first.port());
            assertThat(bootstrap.get("organization_id").asString()).isNotBlank();
            assertThat(bootstrap.get("environment_id").asString()).isNotBlank();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("bootstrap.json"))))
                    .isEqualTo("rw-------");
            assertThat(first.output()).contains(":" + first.port()).containsOnlyOnce(key);
            assertThat(first.errors()).doesNotContain(key);
            first.api().source();

            Exit exit = first.stop();
            assertThat(exit.code()).isIn(0, 143);
            assertThat(exit.took()).isLessThan(Program.STOPPED_WITHIN);
        }
        try (Program second = Program.start(data)) {
            assertThat(second.bootstrap().get("api_key").asString()).isEqualTo(key);
            assertThat(second.output()).contains(":" + second.port()).doesNotContain(key);
            assertThat(second.api().all("sources")).hasSize(1);
        }
    }

    @Test
    void aDataDirectoryInUseIsRefusedAndTheOwnerGoesOn() {
        Path data = folder.resolve("data");
        try (Program owner = Program.start(data);
                Program second = Program.launch(data, Program.freePort())) {
            Exit exit = second.awaitExit(Program.READY_WITHIN);
            assertThat(exit.code()).isEqualTo(1);
            assertThat(second.errors()).contains(data.toString()).containsPattern("(?i)in use|already|another");
            theErrorIsOneLine(second);
            assertThat(Api.isReady(owner.url())).isTrue();
            owner.api().source();
        }
    }

    @Test
    void aTakenPortIsRefusedByItsNumber() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Program program = Program.launch(folder.resolve("data"), taken.getLocalPort())) {
            assertThat(program.awaitExit(Program.READY_WITHIN).code()).isEqualTo(1);
            assertThat(program.errors()).contains(String.valueOf(taken.getLocalPort()));
            theErrorIsOneLine(program);
        }
    }

    @Test
    void anUnknownRoleIsRefusedByItsName() {
        try (Program program =
                Program.launch(folder.resolve("data"), Program.freePort(), "--hookstream.roles=gateway,janitor")) {
            assertThat(program.awaitExit(Program.READY_WITHIN).code()).isEqualTo(1);
            assertThat(program.errors()).contains("janitor");
            theErrorIsOneLine(program);
        }
    }

    @Test
    void aDataDirectoryThatIsAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "not a directory");
        try (Program program = Program.launch(file, Program.freePort())) {
            assertThat(program.awaitExit(Program.READY_WITHIN).code()).isEqualTo(1);
            assertThat(program.errors()).contains(file.toString());
            assertThat(file).hasContent("not a directory");
            theErrorIsOneLine(program);
        }
    }

    @Test
    void aDataDirectoryWithSpacesAndUmlautsWorks() {
        Path data = folder.resolve("Meine Daten ä");
        try (Program program = Program.start(data)) {
            program.api().source();
            assertThat(program.stop().code()).isIn(0, 143);
        }
    }

    /** No stack trace: the reader of it is whoever typed the command. */
    private static void theErrorIsOneLine(Program program) {
        assertThat(program.errors().lines().filter(line -> !line.isBlank())).hasSize(1);
        assertThat(program.errors() + program.output()).doesNotContain("\tat ");
    }
}
