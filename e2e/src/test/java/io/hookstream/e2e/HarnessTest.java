package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.e2e.Sink.Answer;
import io.hookstream.e2e.Sink.Received;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools of these tests against each other: what they record is only worth what they are. */
class HarnessTest {
    private final Sink sink = Sink.start();
    private final int port = URI.create(sink.url("/")).getPort();

    @AfterEach
    void stop() {
        sink.close();
    }

    @Test
    void theSinkRecordsEveryKindOfWebhookByteForByte() {
        List<Webhook> webhooks = Webhook.everyKind();
        Set<String> labels = new HashSet<>();
        for (Webhook webhook : webhooks) {
            assertThat(labels.add(webhook.label())).as(webhook.label()).isTrue();
            sink.forget();
            RawHttp.Answer answer = webhook.send(port, "/some/path");
            assertThat(answer.status()).as("%s: %s", webhook.label(), answer).isEqualTo(200);
            assertThat(sink.received()).as(webhook.label()).singleElement().satisfies(request -> {
                assertThat(request.method()).isEqualTo(webhook.method());
                assertThat(request.path()).isEqualTo("/some/path");
                assertThat(request.sha256()).isEqualTo(Sink.sha256(webhook.body()));
                assertThat(request.header("Content-Type")).isEqualTo(webhook.contentType());
            });
        }
        assertThat(webhooks).hasSizeGreaterThanOrEqualTo(150);
    }

    @Test
    void theSinkAnswersEachPathAsToldAndHangs() throws Exception {
        sink.answer("/broken", Answer.status(503));
        sink.answer("/hangs", Answer.hangs());
        assertThat(RawHttp.send(port, "POST", "/broken", List.of(), new byte[1]).status())
                .isEqualTo(503);
        assertThat(RawHttp.send(port, "POST", "/else", List.of(), new byte[1]).status())
                .isEqualTo(200);
        HttpRequest request = HttpRequest.newBuilder(URI.create(sink.url("/hangs")))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> client.send(request, BodyHandlers.discarding()))
                    .isInstanceOf(HttpTimeoutException.class);
        }
        assertThat(sink.received("/hangs"))
                .hasSize(1)
                .first()
                .extracting(Received::method)
                .isEqualTo("GET");
    }

    @Test
    void anAnswerInChunksIsReadWhole() {
        byte[] body = new byte[70_000];
        RawHttp.Answer answer = RawHttp.sendChunked(port, "PUT", "/chunked?x=1", List.of("X-A: b"), body, 999);
        assertThat(answer.json().path("ok").asBoolean()).isTrue();
        assertThat(sink.received("/chunked")).singleElement().satisfies(request -> {
            assertThat(request.body()).isEqualTo(body);
            assertThat(request.query()).isEqualTo("x=1");
            assertThat(request.header("X-A")).isEqualTo("b");
        });
    }

    @Test
    void equalContentHasOneCanonicalText() {
        assertThat(Json.canonical(Json.read("{\"b\":{\"d\":1,\"c\":[2,1]},\"a\":null}")))
                .isEqualTo(Json.canonical(Json.read("{\"a\":null,\"b\":{\"c\":[2,1],\"d\":1}}")))
                .isNotEqualTo(Json.canonical(Json.read("{\"a\":null,\"b\":{\"c\":[1,2],\"d\":1}}")));
    }

    @Test
    void aProgramThatIsNotPackagedIsNamed(@TempDir Path folder) {
        String before = System.getProperty("hookstream.jar");
        System.setProperty("hookstream.jar", folder.resolve("absent.jar").toString());
        try {
            assertThatThrownBy(() -> Program.launch(folder, 1)).hasMessageContaining("absent.jar");
        } finally {
            if (before == null) {
                System.clearProperty("hookstream.jar");
            } else {
                System.setProperty("hookstream.jar", before);
            }
        }
    }
}
