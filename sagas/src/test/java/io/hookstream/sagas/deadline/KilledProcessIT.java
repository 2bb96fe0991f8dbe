package io.hookstream.sagas.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.ScopeAware;
import org.axonframework.messaging.ScopeDescriptor;
import org.axonframework.modelling.saga.SagaScopeDescriptor;
import org.junit.jupiter.api.Test;

class KilledProcessIT extends WithDeadlines {

    private static final int DEADLINES = 2_000;
    private static final Duration LEASE = Duration.ofSeconds(2);

    /** A process with a manager on the database of its first argument, which prints the saga of each deadline. */
    static final class Child {

        public static void main(String[] arguments) {
            MongoClient client = MongoClients.create(arguments[0]);
            new MongoDeadlineManager(
                            client.getDatabase(DATABASE),
                            scope -> Stream.of(new Printer()),
                            JSON,
                            Clock.systemUTC(),
                            LEASE)
                    .start();
            await().forever().until(() -> false);
        }
    }

    private static final class Printer implements ScopeAware {

        @Override
        public void send(Message<?> message, ScopeDescriptor scope) {
            System.out.println(((SagaScopeDescriptor) scope).getIdentifier());
        }

        @Override
        public boolean canResolve(ScopeDescriptor scope) {
            return true;
        }
    }

    /** At most those twice that the killed process had handled and not yet removed. */
    @Test
    void noDeadlineIsLostByKillMinusNine() throws IOException {
        MongoDeadlineManager survivor = manager(LEASE);
        for (int i = 0; i < DEADLINES; i++) {
            survivor.schedule(Duration.ZERO, NAME, null, new SagaScopeDescriptor(SAGA.getType(), "saga-" + i));
        }

        List<String> handled = handledByOneThatIsKilledAfter(DEADLINES / 4);
        assertThat(pending()).isPositive();
        survivor.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> pending() == 0);

        fired.forEach(each -> handled.add(each.saga()));
        Set<String> sagas = new HashSet<>(handled);
        assertThat(sagas).hasSize(DEADLINES);
        assertThat(handled.size() - sagas.size()).isBetween(0, 32);
    }

    private List<String> handledByOneThatIsKilledAfter(int count) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        uri())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> printed = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("saga-")) {
                    printed.add(line);
                }
                if (printed.size() == count) {
                    // The process's own method would also close the pipe, with what is still in it.
                    process.toHandle().destroyForcibly();
                }
            }
        }
        return printed;
    }
}
