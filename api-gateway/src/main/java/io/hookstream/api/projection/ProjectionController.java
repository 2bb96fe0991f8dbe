package io.hookstream.api.projection;

import io.hookstream.api.Bus;
import io.hookstream.api.Success;
import io.hookstream.messages.projection.ProjectionCommand.DeadLettersRetried;
import io.hookstream.messages.projection.ProjectionCommand.ResetProjection;
import io.hookstream.messages.projection.ProjectionCommand.RetryDeadLetters;
import io.hookstream.messages.projection.ProjectionQuery.ListProjections;
import io.hookstream.messages.projection.ProjectionQuery.Projections;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Projections, for administrators. */
@RestController
@RequestMapping("/v1/admin/projections")
@Tag(name = "Administration")
class ProjectionController {

    private final Bus bus;

    ProjectionController(Bus bus) {
        this.bus = bus;
    }

    @GetMapping
    Mono<Projections> list() {
        return bus.query(new ListProjections(), Projections.class);
    }

    /** Wipes the projection and builds it again from the log. The list tells how far it has come. */
    @PostMapping("/{name}/reset")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Success> reset(@PathVariable String name) {
        return bus.send(new ResetProjection(name)).thenReturn(Success.OK);
    }

    /**
     * Tries what the projection could not handle once more, for at most some seconds. With several processes, it is one
     * of them that answers, and it tries what it is in charge of; each tries its own on a schedule anyway.
     */
    @PostMapping("/{name}/retry-dead-letters")
    Mono<DeadLettersRetried> retryDeadLetters(@PathVariable String name) {
        return bus.send(new RetryDeadLetters(name));
    }
}
