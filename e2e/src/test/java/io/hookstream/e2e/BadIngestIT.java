package io.hookstream.e2e;

import static io.hookstream.e2e.Refusal.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the public door must not let in, and that nothing of it is kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ShowsProgramsOnFailure.class)
class BadIngestIT {
    private static final int LIMIT = 1 << 20;
    private static final List<String> JSON = List.of("Content-Type: application/json");

    private Program program;
    private Api api;
    private String source;
    private String path;

    @BeforeAll
    void start(@TempDir Path folder) {
        program = Program.start(folder.resolve("data"));
        api = program.api();
    }

    @AfterAll
    void stop() {
        program.close();
    }

    @BeforeEach
    void makeSource() {
        source = api.source();
        path = "/v1/ingest/" + source;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src_0192f0a1b2c37d4e8f90a1b2c3d4e5f6",
                "nonsense",
                "evt_0192f0a1b2c37d4e8f90a1b2c3d4e5f6",
                "src_%00",
                "src_..%2f..",
                "src_"
            })
    void anUnknownSourceIsNotFound(String id) {
        isRefused(RawHttp.send(program.port(), "POST", "/v1/ingest/" + id, JSON, new byte[2]), 404);
    }

    @Test
    void aDisabledSourceTakesNothingUntilItIsEnabled() {
        api.patch("/v1/sources/" + source, Map.of("enabled", false));
        isRefused(send(new byte[2]), 403);
        keptIs(0);
        api.patch("/v1/sources/" + source, Map.of("enabled", true));
        assertThat(send(new byte[2]).status()).isEqualTo(200);
        keptIs(1);
    }

    @Test
    void oneByteTooManyIsTooLarge() {
        isRefused(send(new byte[LIMIT + 1]), 413);
        isRefused(RawHttp.sendChunked(program.port(), "POST", path, JSON, new byte[LIMIT + 1], 65_536), 413);
        assertThat(send(new byte[LIMIT]).status()).isEqualTo(200);
        keptIs(1);
    }

    @Test
    void aLengthThatIsTooLargeIsRefusedWithoutWaitingForTheBody() {
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5368709120\r\n\r\n";
        isRefused(RawHttp.exchange(program.port(), RawHttp.latin(head)), 413);
        keptIs(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\nContent-Length: 4",
                "Content-Length: 4\nContent-Length: 5",
                "Content-Length: -4",
                "Content-Length: 4x",
                "Content-Length: +4",
                "Transfer-Encoding: chunked\nTransfer-Encoding: chunked\nContent-Length: 4",
            })
    void twoAnswersToHowLongTheBodyIsAreRefused(String lines) {
        String inner = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}";
        String request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + lines.replace("\n", "\r\n") + "\r\n\r\n0\r\n\r\n" + inner;
        assertThat(RawHttp.exchange(program.port(), RawHttp.latin(request)).status())
                .isEqualTo(400);
        keptIs(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Z\r\nab\r\n0\r\n\r\n", "-1\r\nab\r\n", "FFFFFFFFFFFFFFFFF\r\nab\r\n"})
    void aChunkWithoutASizeIsRefused(String chunks) {
        String request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
        assertThat(RawHttp.exchange(program.port(), RawHttp.latin(request)).status())
                .isEqualTo(400);
        keptIs(0);
    }

    @Test
    void headersPastTheLimitAreRefusedAndTheProgramGoesOn() {
        String line = "X-Large: " + "h".repeat(100_000);
        int status = RawHttp.send(program.port(), "POST", path, List.of(line), new byte[2])
                .status();
        assertThat(status).isIn(400, 413, 431);
        keptIs(0);
        assertThat(send(new byte[2]).status()).isEqualTo(200);
    }

    private RawHttp.Answer send(byte[] body) {
        return RawHttp.send(program.port(), "POST", path, JSON, body);
    }

    private void keptIs(int events) {
        api.awaitCaughtUp();
        assertThat(api.total("events?source_id=" + source)).isEqualTo(events);
    }
}
