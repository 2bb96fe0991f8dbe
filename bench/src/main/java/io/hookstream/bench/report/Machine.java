package io.hookstream.bench.report;

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
 * @param processor its model
 * @param system with the kernel's version
 * @param fileSystem of the folder where the data is
 */
public record Machine(
        Instant at,
        int cores,
        String processor,
        long memoryMib,
        double load,
        String system,
        String fileSystem,
        String java) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    public static Machine here(Path data) throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                Runtime.getRuntime().availableProcessors(),
                model(),
                system.getTotalMemorySize() >> 20,
                system.getSystemLoadAverage(),
                system.getName() + " " + system.getVersion() + " " + system.getArch(),
                Files.getFileStore(data).type(),
                System.getProperty("java.vendor") + " " + Runtime.version());
    }

    private static String model() throws IOException {
        if (!Files.isReadable(PROCESSORS)) {
            return "processor unknown";
        }
        return Files.readAllLines(PROCESSORS).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("processor unknown");
    }

    public String line() {
        return String.format(
                Locale.ROOT,
                "%s, %d cores for everything (%s), load before %.1f; %,d MiB; %s, %s; Java %s.",
                at,
                cores,
                processor,
                load,
                memoryMib,
                system,
                fileSystem,
                java);
    }

    public Document json() {
        return new Document("at", at.toString())
                .append("cores", cores)
                .append("processor", processor)
                .append("memory_mib", memoryMib)
                .append("load_before", load)
                .append("system", system)
                .append("file_system", fileSystem)
                .append("java", java);
    }
}
