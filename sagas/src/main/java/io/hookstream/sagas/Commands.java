package io.hookstream.sagas;

import io.hookstream.messages.BeforeToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.stereotype.Component;

/**
 * Sends what sagas decide. The commands of a batch are carried out side by side, and all of them before its token: if one
 * fails, the batch is handled again, so each must be one that may be repeated.
 */
@Component
public class Commands {

    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final CommandGateway gateway;

    public Commands(CommandGateway gateway) {
        this.gateway = gateway;
    }

    private static final class Sent {

        private final List<CompletableFuture<?>> commands = new ArrayList<>();

        private void await() {
            Commands.await(CompletableFuture.allOf(commands.toArray(CompletableFuture[]::new)));
        }
    }

    private static void await(CompletableFuture<?> done) {
        BeforeToken.await(done, WITHIN, "A saga's commands were not carried out; they will be sent again");
    }

    /** Only while an event or a deadline is handled. */
    public void send(Object command) {
        BeforeToken.collect(CurrentUnitOfWork.get(), Sent.class, Sent::new, Sent::await)
                .commands
                .add(gateway.send(command));
    }

    /** One after the other. Blocks until all are carried out. */
    public void sendInOrder(List<?> commands) {
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        for (Object command : commands) {
            last = last.thenCompose(done ->
                    late.get() ? CompletableFuture.failedFuture(new TimeoutException()) : gateway.send(command));
        }
        try {
            await(last);
        } finally {
            late.set(true);
        }
    }
}
