package io.hookstream.bench.documents;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.bson.Document;

/**
 * Where it was measured; no figure means anything without it.
 *
 * @param load how many processes wanted a core over the minute before; negative where the platform does not tell
 */
record Machine(Instant at, int cores, long memoryMib, double load, String system, String fileSystem, String java) {

    static Machine here(Path data) throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize() >> 20,
                system.getSystemLoadAverage(),
                system.getName() + " " + system.getArch(),
                Files.getFileStore(data).type(),
                System.getProperty("java.vendor") + " " + Runtime.version());
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%s, %d cores for stores and client together, load before %.1f; %,d MiB; %s, %s; Java %s.",
                at,
                cores,
                load,
                memoryMib,
                system,
                fileSystem,
                java);
    }

    Document json() {
        return new Document("at", at.toString())
                .append("cores", cores)
                .append("memory_mib", memoryMib)
                .append("load_before", load)
                .append("system", system)
                .append("file_system", fileSystem)
                .append("java", java);
    }
}
