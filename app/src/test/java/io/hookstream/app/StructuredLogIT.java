package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.messages.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What {@code logging.structured.format.console=ecs} makes of the log, by the encoder that it chooses. */
class StructuredLogIT {

    private final Logger root = (Logger) LoggerFactory.getLogger("ROOT");
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.hookstream");
    private final PrintStream console = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();

    @TempDir
    Path data;

    @RestController
    static class Broken {

        @GetMapping("/v1/broken")
        String broken() {
            throw new IllegalStateException("It broke\nin two lines");
        }
    }

    @BeforeEach
    void divert() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    /** After the start, which sets the log up anew. */
    private void listen() {
        LoggerContext context = root.getLoggerContext();
        if (context.getObject(Environment.class.getName()) == null) {
            context.putObject(Environment.class.getName(), new StandardEnvironment());
        }
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setFormat("ecs");
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        root.addAppender(appender);
        ours.setLevel(Level.INFO);
    }

    @AfterEach
    void leave() {
        System.setOut(console);
        root.detachAppender(appender);
        ours.setLevel(null);
    }

    @Test
    void eachLineIsAnObjectAndSaysWhichRequestFailedInWhichTrace() throws IOException {
        String requestId;
        String traceId;
        try (StubCollector collector = new StubCollector();
                Started program = Started.with(
                        data, List.of(collector.setting(), "logging.structured.format.console=ecs"), Broken.class)) {
            listen();
            EntityExchangeResult<byte[]> answer = new Api(program).send(HttpMethod.GET, "/v1/broken", null);
            assertThat(answer.getStatus().value()).isEqualTo(500);
            requestId = answer.getResponseHeaders().getFirst("X-Request-Id");
            await().atMost(Duration.ofSeconds(20)).until(() -> collector.names().contains("GET /v1/broken"));
            traceId = StubCollector.hex(collector
                    .only(span -> span.getName().equals("GET /v1/broken"))
                    .getTraceId());
            String key = program.bootstrap().path("api_key").asText();
            assertThat(printed.toString(StandardCharsets.UTF_8))
                    .contains("INFO i.h.a.Bootstrap hookstream is ready at http://")
                    .doesNotContain(key);
        }

        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isEmpty()) {
                lines.add(Json.mapper().readTree(line));
            }
        }
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.isObject()).isTrue();
            assertThat(line.at("/@timestamp").asText()).isNotEmpty();
            assertThat(line.at("/message").asText()).isNotEmpty();
        });
        assertThat(lines)
                .filteredOn(line -> line.at("/http/request/id").asText().equals(requestId))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.at("/log/level").asText()).isEqualTo("ERROR");
                    assertThat(line.at("/message").asText()).isEqualTo("Request " + requestId + " failed");
                    assertThat(line.at("/trace/id").asText()).isEqualTo(traceId);
                    assertThat(line.at("/error/stack_trace").asText()).contains("It broke\nin two lines");
                });
    }
}
