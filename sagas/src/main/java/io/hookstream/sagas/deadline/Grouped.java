package io.hookstream.sagas.deadline;

/** A deadline's payload that belongs with others, which {@link MongoDeadlineManager#hasten} brings forward together. */
public interface Grouped {

    /** Such as the id of the destination that all of them wait for. */
    String group();
}
