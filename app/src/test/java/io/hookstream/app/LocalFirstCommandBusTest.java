package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.event.InboundEventCommand.CancelDelivery;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.junit.jupiter.api.Test;

class LocalFirstCommandBusTest {

    private static final CancelDelivery ABOUT_AN_EVENT = new CancelDelivery("evt_1", "dlv_1", "because");

    private final CommandBus everywhere = SimpleCommandBus.builder().build();
    private final CommandBus here = SimpleCommandBus.builder().build();
    private final List<String> handled = new ArrayList<>();

    private record Other() {}

    @Test
    void whatConcernsAnEventStaysHere() {
        LocalFirstCommandBus bus = new LocalFirstCommandBus(everywhere, here, false);
        everywhere.subscribe(CancelDelivery.class.getName(), command -> handled.add("elsewhere"));
        bus.subscribe(CancelDelivery.class.getName(), command -> handled.add("here"));
        bus.dispatch(GenericCommandMessage.asCommandMessage(ABOUT_AN_EVENT));
        assertThat(handled).containsExactly("here");
    }

    @Test
    void whatNobodyHandlesHereGoesElsewhere() {
        LocalFirstCommandBus bus = new LocalFirstCommandBus(everywhere, here, false);
        everywhere.subscribe(CancelDelivery.class.getName(), command -> handled.add("elsewhere"));
        bus.dispatch(GenericCommandMessage.asCommandMessage(ABOUT_AN_EVENT));
        assertThat(handled).containsExactly("elsewhere");
    }

    @Test
    void everythingElseGoesElsewhereAlthoughItIsHandledHere() {
        LocalFirstCommandBus bus = new LocalFirstCommandBus(everywhere, here, false);
        everywhere.subscribe(Other.class.getName(), command -> handled.add("elsewhere"));
        bus.subscribe(Other.class.getName(), command -> handled.add("here"));
        bus.dispatch(GenericCommandMessage.asCommandMessage(new Other()));
        assertThat(handled).containsExactly("elsewhere");
    }

    @Test
    void othersAreToldOfHandlersOnlyIfTheyAreAnnounced() {
        LocalFirstCommandBus bus = new LocalFirstCommandBus(everywhere, here, true);
        bus.subscribe(Other.class.getName(), command -> handled.add("here"));
        bus.dispatch(GenericCommandMessage.asCommandMessage(new Other()));
        assertThat(handled).containsExactly("here");
    }

    @Test
    void afterItsHandlerIsGoneACommandGoesElsewhere() {
        LocalFirstCommandBus bus = new LocalFirstCommandBus(everywhere, here, false);
        everywhere.subscribe(CancelDelivery.class.getName(), command -> handled.add("elsewhere"));
        assertThat(bus.subscribe(CancelDelivery.class.getName(), command -> handled.add("here"))
                        .cancel())
                .isTrue();
        bus.dispatch(GenericCommandMessage.asCommandMessage(ABOUT_AN_EVENT));
        assertThat(handled).containsExactly("elsewhere");
    }
}
