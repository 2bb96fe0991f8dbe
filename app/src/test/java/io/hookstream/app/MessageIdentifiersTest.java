package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.axonframework.common.IdentifierFactory;
import org.junit.jupiter.api.Test;

class MessageIdentifiersTest {

    @Test
    void areAxons() {
        assertThat(IdentifierFactory.getInstance()).isInstanceOf(MessageIdentifiers.class);
    }

    @Test
    void areNeverTheSame() {
        List<MessageIdentifiers> processes = List.of(new MessageIdentifiers(), new MessageIdentifiers());
        assertThat(processes.stream()
                        .flatMap(process ->
                                Stream.generate(process::generateIdentifier).limit(10_000)))
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).hasSize(36));
    }
}
