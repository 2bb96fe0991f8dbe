package io.hookstream.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.messages.event.InboundEventCommand.CancelDelivery;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommandTargetsTest {

    private final CommandTargets targets = new CommandTargets();

    private VersionedAggregateIdentifier target(Object command) {
        return targets.resolveTarget(GenericCommandMessage.asCommandMessage(command));
    }

    @Test
    void isTheComponentThatSaysSo() {
        for (int i = 0; i < 2; i++) {
            VersionedAggregateIdentifier target = target(new CancelDelivery("evt_" + i, "dlv_1", "reason"));
            assertThat(target.getIdentifier()).isEqualTo("evt_" + i);
            assertThat(target.getVersion()).isNull();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // What a command without an id would be.
    void mustBeThere() {
        @Nullable String none = null;
        assertThatThrownBy(() -> target(new CancelDelivery(none, "dlv_1", "reason")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CancelDelivery")
                .hasMessageContaining("has no target");
        assertThatThrownBy(() -> target("no command"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.String is no record");
    }
}
