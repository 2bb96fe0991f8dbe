package io.hookstream.bench.scenario;

import java.io.IOException;

/** Looks at something beside the load, on a thread of its own, until it is closed. */
final class Watch implements AutoCloseable {
    private final String unknown;
    private final Looking looking;
    private final Thread thread;

    /** Goes on until it is interrupted. */
    @FunctionalInterface
    interface Looking {
        void run() throws IOException, InterruptedException;
    }

    /** @param unknown what is not known if there is no answer */
    Watch(String name, String unknown, Looking looking) {
        this.unknown = unknown;
        this.looking = looking;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::look);
    }

    void start() {
        thread.start();
    }

    private void look() {
        try {
            looking.run();
        } catch (IOException e) {
            // A program that is too busy to tell is seen by whoever waits for it.
            System.err.println("bench: " + unknown + ": " + e.getMessage());
        } catch (InterruptedException e) {
            // The run is over.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
