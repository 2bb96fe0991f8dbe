package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.hookstream.messages.Refused;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.AxonException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedLogCommandBusTest {

    private final CommandBus bus =
            new SharedLogCommandBus(SimpleCommandBus.builder().build());
    private final AtomicInteger tries = new AtomicInteger();

    private record Change() {}

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAnotherProcessWasAheadOfIsCarriedOutAgain(boolean fromTheServer) {
        CommandResultMessage<?> result =
                send(3, fromTheServer ? conflict() : new ConcurrencyException("Another was first"));
        assertThat(result.getPayload()).isEqualTo("done");
        assertThat(tries).hasValue(4);
    }

    @Test
    void butNotForEver() {
        CommandResultMessage<?> result = send(Integer.MAX_VALUE, conflict());
        assertThat(result.exceptionResult()).isInstanceOf(ConcurrencyException.class);
        assertThat(tries).satisfies(count -> assertThat(count.get()).isBetween(2, 20));
    }

    @Test
    void aRefusalIsPassedOnAsItIs() {
        Refused refused = Refused.notFound("Source");
        assertThat(send(Integer.MAX_VALUE, refused).exceptionResult()).isSameAs(refused);
        assertThat(tries).hasValue(1);
    }

    @Test
    void aServerThatDoesNotAnswerIsAProblemOfAxons() {
        CommandResultMessage<?> result =
                send(Integer.MAX_VALUE, new StatusRuntimeException(Status.UNAVAILABLE.withDescription("nobody there")));
        assertThat(result.exceptionResult())
                .isInstanceOf(AxonException.class)
                .isNotInstanceOf(ConcurrencyException.class)
                .hasMessageContaining("nobody there");
        assertThat(tries).hasValue(1);
    }

    private CommandResultMessage<?> send(int failures, RuntimeException failure) {
        bus.subscribe(Change.class.getName(), command -> {
            if (tries.getAndIncrement() < failures) {
                throw failure;
            }
            return "done";
        });
        AtomicReference<CommandResultMessage<?>> answer = new AtomicReference<>();
        bus.dispatch(GenericCommandMessage.asCommandMessage(new Change()), (command, result) -> answer.set(result));
        return answer.get();
    }

    /** As Axon Server refuses an event whose sequence number is taken. */
    private static StatusRuntimeException conflict() {
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of("AxonIQ-ErrorCode", Metadata.ASCII_STRING_MARSHALLER), "AXONIQ-2000");
        return new StatusRuntimeException(Status.OUT_OF_RANGE, trailers);
    }
}
