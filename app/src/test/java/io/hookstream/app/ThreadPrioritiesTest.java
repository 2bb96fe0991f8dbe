package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** In a process of its own, with the options that {@code hookstream up} gives it. */
@EnabledOnOs(OS.LINUX)
class ThreadPrioritiesTest {

    private static final String JAVA = System.getProperty("java.home") + "/bin/java";
    private static final String FLAGS = "cd .. && . .mvn/find-jdk.sh && JDK_MAJOR=%d && java_flags";

    @Test
    void theCompilerGoesBeforeTheProgramAndNothingIsSaidAboutIt() throws Exception {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(
                run(List.of("bash", "-c", FLAGS.formatted(Runtime.version().feature())))
                        .lines()
                        .toList());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Niceness.class.getName()));

        List<String> niceness = run(command).lines().toList();

        assertThat(niceness).contains("before 10", "later 10", "carrier 10", "C1 CompilerThre 0");
        assertThat(niceness).allMatch(line -> line.matches(".* -?\\d+"));
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    /** Prints the name and the niceness of each of its threads. */
    static final class Niceness {

        /** Its field in {@code /proc/PID/stat}, counted from the one after the name. */
        private static final int NICENESS = 16;

        public static void main(String[] arguments) throws Exception {
            CountDownLatch end = new CountDownLatch(1);
            start("before", end);
            ThreadPriorities.lower();
            start("later", end);
            CountDownLatch carried = new CountDownLatch(1);
            Thread.startVirtualThread(() -> {
                print(Path.of("/proc/thread-self"), "carrier");
                carried.countDown();
            });
            carried.await();
            try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
                threads.forEach(thread -> print(thread, null));
            }
            end.countDown();
        }

        private static void start(String name, CountDownLatch end) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    name);
            thread.setPriority(Thread.NORM_PRIORITY);
            thread.start();
        }

        private static void print(Path thread, String name) {
            String stat;
            try {
                stat = Files.readString(thread.resolve("stat"));
            } catch (IOException e) {
                // It has ended meanwhile.
                return;
            }
            int nameEnds = stat.lastIndexOf(')');
            String shown = name == null ? stat.substring(stat.indexOf('(') + 1, nameEnds) : name;
            System.out.println(shown + " " + stat.substring(nameEnds + 2).split(" ", -1)[NICENESS]);
        }
    }
}
