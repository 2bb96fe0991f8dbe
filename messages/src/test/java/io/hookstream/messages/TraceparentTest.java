package io.hookstream.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.junit.jupiter.api.Test;

class TraceparentTest {

    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void aCommandThatNobodyLooksAtStaysAsItIs() {
        Object command = new Object();

        assertThat(Traceparent.pass(command, null)).isSameAs(command);
    }

    @Test
    void aCommandSaysWhatItComesFromAndKeepsItsMetadata() {
        CommandMessage<?> message =
                GenericCommandMessage.asCommandMessage("command").andMetaData(Map.of("actor", "ak_1"));

        CommandMessage<?> passed = (CommandMessage<?>) Traceparent.pass(message, PARENT);

        assertThat(Traceparent.of(passed)).isEqualTo(PARENT);
        assertThat(passed.getMetaData()).containsEntry("actor", "ak_1");
    }

    @Test
    void theTraceIsKnownByItsId() {
        assertThat(Traceparent.traceId(PARENT)).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(Traceparent.traceId("00")).isEmpty();
    }
}
