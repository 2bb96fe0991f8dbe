package io.hookstream.delivery.lane;

/** How much there is to do for the lanes of this process. */
public interface LaneLoad {

    /**
     * All lanes together.
     *
     * @param waiting deliveries in memory that are not sent yet; more may be in the store
     * @param underWay deliveries that are being sent
     */
    record Load(int lanes, int waiting, int underWay) {

        Load plus(Load other) {
            return new Load(lanes + other.lanes, waiting + other.waiting, underWay + other.underWay);
        }
    }

    Load load();
}
