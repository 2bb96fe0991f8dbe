package io.hookstream.delivery.destination.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hookstream.delivery.destination.EgressGuard;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.OutboundBuilder;
import io.hookstream.messages.Secret;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** AWS as moto imitates it, with users, queues, a bucket and buses; see {@code aws/server.py}. */
final class AwsServer implements AutoCloseable {

    private static final List<String> PACKAGES = List.of("moto[events,s3]==5.2.5", "flask==3.1.2", "flask-cors==6.0.5");
    private static final int INSTALL_MINUTES = 5;

    private final ObjectMapper json = new ObjectMapper();
    private final Process process;
    private final BufferedWriter ask;
    private final BufferedReader answers;
    private final JsonNode about;

    /** Also for those who may not reach it. */
    record Sending(GuardedHttp http, Aws aws) implements AutoCloseable {

        static Sending to(boolean thisMachine, boolean defaultCredentials) {
            GuardedHttp http = OutboundBuilder.http(new EgressGuard(List.of(), thisMachine));
            return new Sending(http, new Aws(http, OutboundBuilder.PLAIN, Clock.systemUTC(), defaultCredentials));
        }

        @Override
        public void close() {
            aws.close();
            http.close();
        }
    }

    AwsServer() {
        try {
            process = new ProcessBuilder(python(), "src/test/resources/aws/server.py")
                    .redirectError(log("server"))
                    .start();
            ask = process.outputWriter();
            answers = process.inputReader();
            about = next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File log(String name) {
        return Path.of("target", "aws-" + name + ".log").toFile();
    }

    /** An interpreter with moto, installed once per build folder. */
    private static String python() throws IOException {
        Path home = Path.of("target", "aws-python").toAbsolutePath();
        Path complete = home.resolve("complete");
        String python = home.resolve("bin/python").toString();
        if (!Files.exists(complete)) {
            Assumptions.assumeTrue(run("python3", "-m", "venv", home.toString()), "no Python with venv and pip here");
            List<String> install = new java.util.ArrayList<>(List.of(python, "-m", "pip", "install", "-q"));
            install.addAll(PACKAGES);
            Assumptions.assumeTrue(run(install.toArray(String[]::new)), "moto cannot be installed here");
            Files.createFile(complete);
        }
        return python;
    }

    private static boolean run(String... command) {
        try {
            Process running = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log("install"))
                    .start();
            if (running.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
                return running.exitValue() == 0;
            }
            running.destroyForcibly();
        } catch (IOException e) {
            // there is no Python
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private JsonNode next() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IllegalStateException("moto ended; see " + log("server"));
        }
        return json.readTree(line);
    }

    /** What it said of itself. */
    String about(String pointer) {
        return about.at(pointer).asText();
    }

    Secret secret(String user) {
        return OutboundBuilder.PLAIN.encrypt(about("/" + user + "/secret"));
    }

    /** What a queue has got so far, or {@code objects}. */
    synchronized JsonNode read(String what) {
        try {
            ask.write(what + "\n");
            ask.flush();
            return next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        ask.close(); // which ends it
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
