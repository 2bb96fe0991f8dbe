package io.hookstream.delivery.destination;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority, and who it vouches for. Made by the JDK's keytool. */
final class Certificates {

    private static final String PASSWORD = "changeit";

    private final Path directory;
    private final Path file;

    Certificates(Path directory) throws Exception {
        this.directory = directory;
        file = directory.resolve("keys.p12");
        generate("ca", "-ext", "bc:c");
    }

    /** @param options as keytool has them */
    Certificates issue(String name, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("-signer", "ca"));
        all.addAll(List.of(options));
        generate(name, all.toArray(String[]::new));
        return this;
    }

    private void generate(String name, String... options) throws Exception {
        Path log = directory.resolve("keytool.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException(Files.readString(log));
        }
    }

    private KeyStore keys() throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    String certificate(String name) throws Exception {
        return pem("CERTIFICATE", keys().getCertificate(name).getEncoded());
    }

    String key(String name) throws Exception {
        return pem("PRIVATE KEY", keys().getKey(name, PASSWORD.toCharArray()).getEncoded());
    }

    private static String pem(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + label
                + "-----\n";
    }

    /** Of a server that trusts the authority alone. */
    SSLContext server(String name) throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                name,
                keys().getKey(name, PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                keys().getCertificateChain(name));
        KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(own, PASSWORD.toCharArray());
        KeyStore authority = KeyStore.getInstance("PKCS12");
        authority.load(null, null);
        authority.setCertificateEntry("ca", keys().getCertificate("ca"));
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(authority);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
