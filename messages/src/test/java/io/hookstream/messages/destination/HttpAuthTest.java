package io.hookstream.messages.destination;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAuthTest {

    private static final String URL = "https://billing.example/hooks";
    private static final Secret SECRET = new Secret("ciphertext", "cret");
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path directory;

    private static KeyStore keys;

    private static final SecretCipher CIPHER = new SecretCipher() {
        @Override
        public Secret encrypt(String plaintext) {
            return new Secret("encrypted", "hint");
        }

        @Override
        public String decrypt(Secret secret) {
            throw new UnsupportedOperationException("nothing is decrypted here");
        }
    };

    @BeforeAll
    static void generate() throws Exception {
        Path file = directory.resolve("keys.p12");
        keytool(file, "rsa", "RSA", "2048");
        keytool(file, "rsa2", "RSA", "2048");
        keytool(file, "p256", "EC", "256");
        keytool(file, "p256b", "EC", "256");
        keytool(file, "p521", "EC", "521");
        keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    private static void keytool(Path store, String alias, String algorithm, String size) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        alias,
                        "-keyalg",
                        algorithm,
                        "-keysize",
                        size,
                        "-dname",
                        "CN=" + alias,
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor())
                .as(Files.readString(directory.resolve("keytool.log")))
                .isZero();
    }

    private static String pem(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + label
                + "-----\n";
    }

    private static String certificate(String alias) throws Exception {
        return pem("CERTIFICATE", keys.getCertificate(alias).getEncoded());
    }

    private static String key(String alias) throws Exception {
        return pem("PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded());
    }

    private static HttpConfig config(HttpAuth auth) {
        return new HttpConfig(URL, null, null, null, auth, null);
    }

    private static ClientCredentials credentials(String url, String id, Secret secret, String scope, String by) {
        return new ClientCredentials(url, id, secret, scope, null, by);
    }

    @Test
    void credentialsAreShownInAHeaderUnlessToldOtherwise() {
        HttpAuth auth = config(credentials("https://a.example/token", "id", SECRET, null, null))
                .checked()
                .auth();
        assertThat(auth).isEqualTo(credentials("https://a.example/token", "id", SECRET, null, "basic"));
    }

    @Test
    void eachMissingOrWrongFieldOfCredentialsIsNamed() {
        String url = "https://a.example/token";
        assertRefused(
                "config.auth.token_url",
                () -> config(credentials(null, "id", SECRET, null, null)).checked());
        assertRefused(
                "config.auth.token_url",
                () -> config(credentials("ftp://a/", "id", SECRET, null, null)).checked());
        assertRefused(
                "config.auth.client_id",
                () -> config(credentials(url, null, SECRET, null, null)).checked());
        assertRefused(
                "config.auth.client_secret",
                () -> config(credentials(url, "id", null, null, null)).checked());
        assertRefused(
                "config.auth.scope",
                () -> config(credentials(url, "id", SECRET, "a\nb", null)).checked());
        assertRefused(
                "config.auth.client_auth",
                () -> config(credentials(url, "id", SECRET, null, "x")).checked());
    }

    @Test
    void aHeaderThatATokenComesInCannotBeSetToo() {
        Map<String, HeaderValue> headers = Map.of("authorization", new HeaderValue(null, SECRET));
        HttpAuth auth = credentials("https://a.example/token", "id", SECRET, null, null);
        assertRefused("headers.authorization", () -> new HttpConfig(URL, null, headers, null, auth, null).checked());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "p256", "p521"})
    void aCertificateAndItsKeyAreTaken(String alias) throws Exception {
        ClientKey key = ClientKey.encrypted(key(alias), CIPHER);
        ClientCertificate auth = new ClientCertificate(certificate(alias), key, certificate("rsa2"));
        assertThat(config(auth).checked().auth()).isEqualTo(auth);
        assertThat(auth.toString()).doesNotContain("PRIVATE KEY");
    }

    @ParameterizedTest
    @CsvSource({"rsa, rsa2", "p256, p256b", "p256, p521", "rsa, p256", "p256, rsa"})
    void anotherCertificatesKeyIsRefused(String certificate, String key) throws Exception {
        ClientCertificate auth =
                new ClientCertificate(certificate(certificate), ClientKey.encrypted(key(key), CIPHER), null);
        assertRefused("config.auth.private_key", () -> config(auth).checked());
    }

    @Test
    void whatIsNoCertificateOrNoKeyIsRefused() throws Exception {
        String certificate = certificate("rsa");
        ClientKey key = ClientKey.encrypted(key("rsa"), CIPHER);
        ClientKey none = ClientKey.encrypted("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", CIPHER);
        String broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
        assertRefused(
                "config.auth.certificate",
                () -> config(new ClientCertificate(null, key, null)).checked());
        assertRefused(
                "config.auth.certificate",
                () -> config(new ClientCertificate("x", key, null)).checked());
        assertRefused(
                "config.auth.certificate",
                () -> config(new ClientCertificate(broken, key, null)).checked());
        assertRefused(
                "config.auth.private_key",
                () -> config(new ClientCertificate(certificate, null, null)).checked());
        assertRefused(
                "config.auth.private_key",
                () -> config(new ClientCertificate(certificate, none, null)).checked());
        assertRefused(
                "config.auth.ca_certificate",
                () -> config(new ClientCertificate(certificate, key, broken)).checked());
    }

    @Test
    void aCertificateIsNotForPlainHttp() throws Exception {
        ClientCertificate auth =
                new ClientCertificate(certificate("rsa"), ClientKey.encrypted(key("rsa"), CIPHER), null);
        assertRefused("config.auth", () -> new HttpConfig("http://a.example/", null, null, null, auth, null).checked());
    }
}
