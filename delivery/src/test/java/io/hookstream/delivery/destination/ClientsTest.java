package io.hookstream.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.HttpConfig;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class ClientsTest {

    private final AtomicInteger made = new AtomicInteger();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final Clients<String> clients = new Clients<>(
            target -> target.destinationId() + target.version() + "#" + made.incrementAndGet(), closed::add);

    @AfterEach
    void close() {
        clients.close();
    }

    private static Target target(long version) {
        return new Target(
                "dst",
                new Tenant("org_1", "env_1"),
                version,
                new HttpConfig("https://billing.example", null, null, null));
    }

    private String used(long version) {
        return clients.use(target(version), Mono::just).block();
    }

    private Disposable using(long version) {
        Disposable use = clients.use(target(version), client -> Mono.never()).subscribe();
        await().until(() -> made.get() > 0);
        return use;
    }

    @Test
    void oneIsMadePerVersionAndTheOneBeforeIsClosed() {
        assertThat(used(1)).isEqualTo("dst1#1");
        assertThat(used(1)).isEqualTo("dst1#1");
        assertThat(used(2)).isEqualTo("dst2#2");

        await().untilAsserted(() -> assertThat(closed).containsExactly("dst1#1"));
    }

    @Test
    void whatIsUsedIsClosedAfterItsUse() {
        Disposable use = using(1);
        assertThat(used(2)).isEqualTo("dst2#2");
        assertThat(closed).isEmpty();

        use.dispose();

        await().untilAsserted(() -> assertThat(closed).containsExactly("dst1#1"));
    }

    @Test
    void whatIsForgottenIsMadeAnewAndClosedAfterItsUse() {
        Disposable use = using(1);
        String broken = used(1);

        clients.forget(broken);
        clients.forget(broken);

        assertThat(used(1)).isEqualTo("dst1#2");
        assertThat(closed).isEmpty();
        use.dispose();
        await().untilAsserted(() -> assertThat(closed).containsExactly("dst1#1"));
        clients.forget(broken);
        assertThat(used(1)).isEqualTo("dst1#2");
    }

    @Test
    void whatCouldNotBeMadeIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        try (Clients<String> failing = new Clients<>(
                target -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IllegalStateException("not yet");
                    }
                    return "client";
                },
                closed::add)) {
            assertThatThrownBy(() -> failing.use(target(1), Mono::just).block()).hasMessage("not yet");
            assertThat(failing.use(target(1), Mono::just).block()).isEqualTo("client");
        }
    }

    @Test
    void allAreClosedWithTheClients() {
        used(1);

        clients.close();

        await().untilAsserted(() -> assertThat(closed).containsExactly("dst1#1"));
    }
}
