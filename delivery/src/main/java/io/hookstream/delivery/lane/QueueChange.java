package io.hookstream.delivery.lane;

/** What becomes of a delivery's place in the queue. */
sealed interface QueueChange {

    /** @param inPlace where it stands already, if it does */
    record Put(QueuedDelivery delivery, boolean inPlace) implements QueueChange {}

    /** It waits for its retry in front of the others. */
    record Hold() implements QueueChange {}

    record Remove() implements QueueChange {}

    /** This change after an earlier one, as one. */
    default QueueChange after(QueueChange earlier) {
        return switch (this) {
            case Put put ->
                put.inPlace() && earlier instanceof Put before
                        ? new Put(put.delivery().at(before.delivery().position()), before.inPlace())
                        : put;
            case Hold hold ->
                switch (earlier) {
                    case Put put -> new Put(put.delivery().hold(), put.inPlace());
                    case Hold held -> hold;
                    case Remove removed -> removed;
                };
            case Remove remove -> remove;
        };
    }
}
