package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A store that cannot be written takes no webhook, says so, and has lost none that it took. */
@ExtendWith(ShowsProgramsOnFailure.class)
class FullDiskIT {
    private static final String PATH = "/kept";
    private static final int MAX_FILE_KIB = 6 * 1024;
    private static final int MAX_WEBHOOKS = 3_000;
    private static final int AFTERWARDS = 50;
    private static final long FREE = 6 << 20;

    @Test
    void aFullDiskIsAnsweredWith503AndNothingAcknowledgedIsLost(@TempDir Path folder) {
        Path data = folder.resolve("data");
        String source;
        List<String> acknowledged = new ArrayList<>();
        try (Sink sink = Sink.start()) {
            try (Program program = Program.startOnSmallDisk(data, MAX_FILE_KIB)) {
                Api api = program.api();
                source = api.source();
                api.connection(source, api.destination(sink.url(PATH)));
                Api.Reply reply = fill(api, source, acknowledged);
                assertThat(acknowledged).isNotEmpty();
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.header("Retry-After"))
                        .hasValueSatisfying(seconds -> assertThat(seconds).matches("[1-9]\\d*"));
                assertThat(reply.json().get("error").asString()).contains("store");
                for (int i = 0; i < AFTERWARDS; i++) {
                    // A checkpoint may have made room again: then it is stored, and must arrive like the others.
                    Api.Reply later = send(api, source);
                    assertThat(later.status()).isIn(200, 503);
                    if (later.status() == 200) {
                        acknowledged.add(later.json().get("event_id").asString());
                    }
                }
            }
            try (Program program = Program.start(data)) {
                for (String event : acknowledged) {
                    sink.awaitEvent(PATH, event);
                }
                assertThat(send(program.api(), source).status()).isEqualTo(200);
            }
        }
    }

    /** Scenario 3: not the program's files but the disk below them is full, with everything that is on it. */
    @Test
    void whenThereIsRoomAgainEverythingGoesOnWithoutARestart(@TempDir Path folder) {
        Optional<LoopbackDisk> mounted = LoopbackDisk.mount(folder, 64);
        Assumptions.assumeTrue(mounted.isPresent(), "needs root, mkfs.ext4 and a loop device");
        try (LoopbackDisk disk = mounted.get();
                Sink sink = Sink.start();
                Ledger ledger = Ledger.in(folder);
                Program program = Program.start(disk.path().resolve("data"))) {
            Api api = program.api();
            String source = api.source();
            api.connection(source, api.destination(sink.url(PATH)));
            Load load = new Load(api, ledger);
            load.inOrder(20, source);
            Path ballast = disk.fillUpTo(FREE);

            int refused = 0;
            for (int i = 0; i < MAX_WEBHOOKS && refused < AFTERWARDS; i++) {
                int status = load.send(source);
                assertThat(status).isIn(200, 503);
                refused += status == 503 ? 1 : 0;
            }
            assertThat(refused).as("webhooks refused by the full disk").isEqualTo(AFTERWARDS);
            int acknowledged = ledger.size();
            Files.delete(ballast);

            await("the first webhook that is taken again")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> load.send(source) == 200);
            load.inOrder(100, source);
            new Invariants(ledger, load, sink, Map.of(source, Set.of(PATH))).hold(api, Duration.ofSeconds(60));
            assertThat(sink.received(PATH)).extracting(Sink.Received::eventId).doesNotHaveDuplicates();
            System.out.printf(
                    "Full disk: %d acknowledged before it was full, %d in all, 0 lost, 0 twice, no restart%n",
                    acknowledged, ledger.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends until one is refused, and answers that refusal. */
    private static Api.Reply fill(Api api, String source, List<String> acknowledged) {
        Api.Reply reply = send(api, source);
        for (int i = 0; i < MAX_WEBHOOKS && reply.status() == 200; i++) {
            acknowledged.add(reply.json().get("event_id").asString());
            reply = send(api, source);
        }
        return reply;
    }

    private static Api.Reply send(Api api, String source) {
        return api.send("POST", "/v1/ingest/" + source, Map.of("text", "x".repeat(8_000)));
    }
}
