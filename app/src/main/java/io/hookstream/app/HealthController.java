package io.hookstream.app;

import com.mongodb.reactivestreams.client.MongoDatabase;
import io.hookstream.messages.projection.ProjectionQuery.ProcessorStatus;
import io.hookstream.projections.Processors;
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

    HealthController(MongoDatabase documents, Processors processors, ApplicationAvailability availability) {
        this.documents = documents;
        this.processors = processors;
        this.availability = availability;
    }

    /**
     * @param status {@code ok} or {@code degraded}
     * @param components {@code up} or {@code down} each
     * @param processors those of this process
     */
    record Health(String status, Map<String, String> components, List<ProcessorStatus> processors) {}

    /** 200 if everything is up, otherwise 503. */
    @GetMapping("/v1/health")
    @SecurityRequirements
    Mono<ResponseEntity<Health>> health() {
        return Mono.zip(processors(), documentStore()).map(states -> {
            List<ProcessorStatus> processors = states.getT1().orElse(List.of());
            Map<String, String> components = new LinkedHashMap<>();
            components.put("event_store", states.getT1().isPresent() ? UP : DOWN);
            components.put("document_store", states.getT2());
            components.put("processors", processors.stream().allMatch(ProcessorStatus::running) ? UP : DOWN);
            components.put("startup", availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC ? UP : DOWN);
            boolean ok = !components.containsValue(DOWN);
            return ResponseEntity.status(ok ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                    .body(new Health(ok ? "ok" : "degraded", components, processors));
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
