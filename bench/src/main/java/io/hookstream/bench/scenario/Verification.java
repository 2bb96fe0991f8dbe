package io.hookstream.bench.scenario;

import io.hookstream.bench.sink.Receiver;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/**
 * What has become of webhooks that were acknowledged, one by one.
 *
 * @param lost that did not arrive, for each place where they must
 * @param duplicates that arrived again
 * @param unacknowledged that arrived although nobody was told so; allowed, as when an answer does not come through
 */
record Verification(long lost, long duplicates, long unacknowledged) {

    static Verification of(BitSet acknowledged, List<Receiver> receivers) throws IOException, InterruptedException {
        long lost = 0;
        long duplicates = 0;
        long unacknowledged = 0;
        for (Receiver receiver : receivers) {
            BitSet seen = receiver.seen();
            lost += without(acknowledged, seen);
            unacknowledged += without(seen, acknowledged);
            duplicates += receiver.stats().duplicates();
        }
        return new Verification(lost, duplicates, unacknowledged);
    }

    private static int without(BitSet these, BitSet those) {
        BitSet rest = (BitSet) these.clone();
        rest.andNot(those);
        return rest.cardinality();
    }
}
