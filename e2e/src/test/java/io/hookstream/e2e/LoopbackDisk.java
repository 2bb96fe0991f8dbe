package io.hookstream.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A small disk of its own: a file with a file system in it, mounted. It can be full while the others are not. */
final class LoopbackDisk implements AutoCloseable {
    private final Path mounted;

    private LoopbackDisk(Path mounted) {
        this.mounted = mounted;
    }

    /** Empty where the machine does not let us: it takes root, mkfs.ext4 and a loop device. */
    static Optional<LoopbackDisk> mount(Path folder, int megabytes) {
        Path image = folder.resolve("disk.img");
        Path mounted = folder.resolve("disk");
        try {
            Files.createDirectory(mounted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean works = run(List.of("truncate", "-s", megabytes + "M", image.toString()))
                && run(List.of("mkfs.ext4", "-q", "-m", "0", image.toString()))
                && run(List.of("mount", "-o", "loop", image.toString(), mounted.toString()));
        return works ? Optional.of(new LoopbackDisk(mounted)) : Optional.empty();
    }

    Path path() {
        return mounted;
    }

    /** Writes a file until only so much is free. */
    Path fillUpTo(long freeBytes) {
        Path ballast = mounted.resolve("ballast");
        try {
            long size = Files.getFileStore(mounted).getUsableSpace() - freeBytes;
            try (var out = Files.newOutputStream(ballast)) {
                byte[] block = new byte[1 << 16];
                for (long written = 0; written < size; written += block.length) {
                    out.write(block);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ballast;
    }

    @Override
    public void close() {
        // Lazily: whoever still has a file open there must not keep the test's folder from being deleted.
        if (!run(List.of("umount", mounted.toString()))) {
            run(List.of("umount", "-l", mounted.toString()));
        }
    }

    private static boolean run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean works = process.waitFor() == 0;
            if (!works) {
                System.out.println(String.join(" ", command) + ": " + output.strip());
            }
            return works;
        } catch (IOException notThere) {
            System.out.println(notThere.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
