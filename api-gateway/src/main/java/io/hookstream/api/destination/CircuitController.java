package io.hookstream.api.destination;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.circuit.CircuitCommand;
import io.hookstream.messages.circuit.CircuitCommand.ResetCircuit;
import io.hookstream.messages.circuit.CircuitQuery.FindCircuit;
import io.hookstream.messages.circuit.CircuitView;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The circuit of a destination: how it stands, and a person who says that the destination works again. */
@RestController
@RequestMapping("/v1/destinations/{id}/circuit")
@Tag(name = "Destinations")
class CircuitController {

    private final Bus bus;

    CircuitController(Bus bus) {
        this.bus = bus;
    }

    @GetMapping
    Mono<CircuitResponse> get(Tenant tenant, @PathVariable String id) {
        return find(tenant, id).map(CircuitResponse::of);
    }

    /** Any id has a circuit for the command side: whether it is a destination's is asked before. */
    @PostMapping("/reset")
    Mono<CircuitResponse> reset(Tenant tenant, @PathVariable String id) {
        ResetCircuit command = new ResetCircuit(CircuitCommand.id(id), tenant, id);
        return find(tenant, id)
                .then(Mono.defer(() -> bus.change(command, new FindCircuit(id, tenant), CircuitView.class)))
                .map(CircuitResponse::of);
    }

    private Mono<CircuitView> find(Tenant tenant, String id) {
        return bus.query(new FindCircuit(id, tenant), CircuitView.class)
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Destination")));
    }
}
