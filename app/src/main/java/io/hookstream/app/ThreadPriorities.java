package io.hookstream.app;

import reactor.netty.resources.LoopResources;

/** Who gets the processor when there is too little of it. */
final class ThreadPriorities {

    /** Read by the JDK when the first virtual thread starts. */
    private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

    private ThreadPriorities() {}

    /**
     * The program's threads share the processor evenly, so virtual threads get as many carriers as there are event loops:
     * with fewer, what is in would wait for what comes in. To be called before there are other threads.
     */
    static void even() {
        if (System.getProperty(CARRIERS) == null) {
            System.setProperty(CARRIERS, Integer.toString(LoopResources.DEFAULT_IO_WORKER_COUNT));
        }
    }

    /**
     * The virtual machine's threads go before the program's from now on: those that compile it above all. What that means
     * is in the options of the virtual machine, {@code -XX:ThreadPriorityPolicy=1} among them; without, it means nothing.
     */
    @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on it but the speed.
    static void lower() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        // Libraries ask for the normal priority for their threads, and get no more than this.
        all.setMaxPriority(Thread.MIN_PRIORITY);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            ThreadGroup group = thread.getThreadGroup();
            // Those of the outermost group are the virtual machine's.
            if (group != null && !all.equals(group)) {
                thread.setPriority(Thread.MIN_PRIORITY);
            }
        }
    }
}
