package io.hookstream.bench.scenario;

import io.hookstream.bench.report.Result;
import java.io.IOException;

/** One kind of measurement. */
public interface Scenario {

    /** As it is called on the command line and in the results. */
    String name();

    /** A line of what it does, for readers of the results. */
    String title();

    /** Measures once. An exception means that there is no result, and that the run has failed. */
    Result run(Lab lab) throws IOException, InterruptedException;
}
