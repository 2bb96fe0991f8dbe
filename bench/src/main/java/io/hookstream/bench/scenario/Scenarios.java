package io.hookstream.bench.scenario;

import java.util.List;

/** All that can be measured, in the order in which it is: those that store many events come after another, and share them. */
public final class Scenarios {
    private static final List<Scenario> ALL = List.of(
            SustainedScenario.PIPELINE,
            new IngestScenario(),
            SustainedScenario.STEADY,
            new FanOutScenario(),
            new HangingScenario(),
            new MemoryScenario(),
            new DestinationsScenario(),
            new GrowthScenario(),
            new ListScenario(),
            new StartScenario());

    private Scenarios() {}

    /**
     * Those that are named, separated by commas, or {@code all}.
     *
     * @throws IllegalArgumentException if there is none of a name
     */
    public static List<Scenario> named(String names) {
        List<String> wanted = List.of(names.split(",", -1));
        if (wanted.equals(List.of("all"))) {
            return ALL;
        }
        List<String> known = ALL.stream().map(Scenario::name).toList();
        wanted.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "there is no scenario '" + name + "', but " + String.join(", ", known) + " and all");
        });
        return ALL.stream().filter(scenario -> wanted.contains(scenario.name())).toList();
    }
}
