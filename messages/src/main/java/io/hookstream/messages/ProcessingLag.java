package io.hookstream.messages;

/** How far this process is behind the log with what it does about events. */
@FunctionalInterface
public interface ProcessingLag {

    /** Domain events that some reader has yet to handle which had caught up before. Asked for each webhook. */
    long events();
}
