package io.hookstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hookstream.bench.scenario.Scenario;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void whatIsNotSaidIsLeftToTheScenario() {
        Options options = Options.parse();
        assertThat(options.scenarios()).extracting(Scenario::name).containsExactly("pipeline");
        assertThat(options.knobs().seconds(17)).isEqualTo(17);
        assertThat(options.knobs().rate()).isNull();
        assertThat(options.launch().properties()).isEmpty();
    }

    @Test
    void allOptionsAreRead() {
        Options options = Options.parse(
                "--scenario",
                "steady,list",
                "--seconds",
                "5",
                "--rate",
                "max",
                "--repeat",
                "3",
                "--flags",
                "-Da=b -Dc ",
                "--",
                "--hookstream.batch=50");
        assertThat(options.scenarios()).extracting(Scenario::name).containsExactly("steady", "list");
        assertThat(options.knobs().seconds(17)).isEqualTo(5);
        assertThat(options.knobs().rate()).isZero();
        assertThat(options.repeat()).isEqualTo(3);
        assertThat(options.launch().flags()).containsExactly("-Da=b", "-Dc");
        assertThat(options.launch().properties()).containsExactly("--hookstream.batch=50");
    }

    @Test
    void allIsEveryScenario() {
        assertThat(Options.parse("--scenario", "all").scenarios()).hasSize(10);
    }

    @Test
    void whatCannotBeUnderstoodIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse("--scenario", "pipeline,nonsense"))
                .withMessageContaining("nonsense")
                .withMessageContaining("fan-out");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse("--seconds", "0"))
                .withMessageContaining("--seconds must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse("--what"))
                .withMessageContaining("--what");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse("--size"))
                .withMessageContaining("--size needs a value");
    }
}
