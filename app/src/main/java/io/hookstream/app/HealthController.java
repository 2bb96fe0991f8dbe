package io.hookstream.app;

import com.mongodb.reactivestreams.client.MongoDatabase;
import io.hookstream.messages.projection.ProjectionQuery.ProcessorStatus;
import io.hookstream.projections.Processors;
import io.hookstream.projections.deadletter.DeadLetters;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whether this process can do its work. */
@RestController
@Tag(name = "Health")
class HealthController {

    private static final Logger log = LoggerFactory.getLogger(HealthController.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final String UP = "up";
    private static final String DOWN = "down";

    private final MongoDatabase documents;
    private final Processors processors;
    private final ApplicationAvailability availability;
    private final ObjectProvider<DeadLetters> letters;

    HealthController(
            MongoDatabase documents,
            Processors processors,
            ApplicationAvailability availability,
            ObjectProvider<DeadLetters> letters) {
        this.documents = documents;
        this.processors = processors;
        this.availability = availability;
        this.letters = letters;
    }

    /**
     * @param status {@code ok} or {@code degraded}
     * @param components {@code up} or {@code down} each
     * @param processors those of this process
     * @param deadLetters how many domain events each projection could not handle and tries again; a projection without any
     *     is left out. This process can do its work nevertheless
     */
    record Health(
            String status,
            Map<String, String> components,
            List<ProcessorStatus> processors,
            Map<String, Long> deadLetters) {}

    /** 200 if everything is up, otherwise 503. */
    @ApiResponse(responseCode = "200", description = "Everything is up", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "503", description = "Something is down", useReturnTypeSchema = true)
    @GetMapping("/v1/health")
    @SecurityRequirements
    Mono<ResponseEntity<Health>> health() {
        return Mono.zip(processors(), documentStore(), deadLetters()).map(states -> {
            List<ProcessorStatus> processors = states.getT1().orElse(List.of());
            Map<String, String> components = new LinkedHashMap<>();
            components.put("event_store", states.getT1().isPresent() ? UP : DOWN);
            components.put("document_store", states.getT2());
            components.put("processors", processors.stream().allMatch(ProcessorStatus::running) ? UP : DOWN);
            components.put("startup", availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC ? UP : DOWN);
            boolean ok = !components.containsValue(DOWN);
            return ResponseEntity.status(ok ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                    .body(new Health(ok ? "ok" : "degraded", components, processors, states.getT3()));
        });
    }

    /** Asks the log for its head, so that it answers at all only if the log does. Without a processor the list is empty. */
    private Mono<Optional<List<ProcessorStatus>>> processors() {
        return Mono.fromCallable(() -> this.processors.status())
                .subscribeOn(Schedulers.boundedElastic())
                .timeout(LIMIT)
                .map(Optional::of)
                .onErrorResume(e -> {
                    log.warn("The event store does not answer: {}", e.toString());
                    return Mono.just(Optional.empty());
                });
    }

    /** Nothing if the document store does not answer, which is told elsewhere. */
    private Mono<Map<String, Long>> deadLetters() {
        return Mono.fromCallable(() ->
                        letters.stream().findAny().map(DeadLetters::counts).orElse(Map.of()))
                .subscribeOn(Schedulers.boundedElastic())
                .timeout(LIMIT)
                .onErrorReturn(Map.of());
    }

    private Mono<String> documentStore() {
        return Mono.from(documents.runCommand(new Document("ping", 1)))
                .timeout(LIMIT)
                .map(answer -> UP)
                .onErrorResume(e -> {
                    log.warn("The document store does not answer: {}", e.toString());
                    return Mono.just(DOWN);
                });
    }
}
