package io.hookstream.messages;

/**
 * A processor whose token is stored now and then instead of after each batch, and what it keeps just before that. After a
 * crash it handles again what it had handled since.
 */
public interface Checkpointed {

    /** The processor's name. */
    String processor();

    /**
     * A segment has just been claimed, and is handled from its stored token on.
     *
     * @param head up to where in the log it may have been handled before
     */
    void claimed(int segment, long head);

    /** Writes what a segment keeps; its token is stored next. */
    void write(int segment);

    /** A segment is another's: what is not written yet is forgotten. */
    void released(int segment);
}
