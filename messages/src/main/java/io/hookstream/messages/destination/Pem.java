package io.hookstream.messages.destination;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/** Certificates and keys as text (RFC 7468). */
public final class Pem {

    static final int MAX_CERTIFICATES = 10;
    private static final int MAX_CHARACTERS = 65_536;
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]*-----END CERTIFICATE-----");

    private Pem() {}

    /** All of them in their order; none if one of them is no certificate, or if they are too many. */
    public static List<X509Certificate> certificates(String text) {
        if (text.length() > MAX_CHARACTERS) {
            return List.of();
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<String> blocks = CERTIFICATE
                    .matcher(text)
                    .results()
                    .map(found -> found.group())
                    .toList();
            if (blocks.size() > MAX_CERTIFICATES) {
                return List.of();
            }
            X509Certificate[] certificates = new X509Certificate[blocks.size()];
            for (int i = 0; i < certificates.length; i++) {
                certificates[i] = (X509Certificate) factory.generateCertificate(
                        new ByteArrayInputStream(blocks.get(i).getBytes(StandardCharsets.US_ASCII)));
            }
            return List.of(certificates);
        } catch (CertificateException e) {
            return List.of();
        }
    }

    /** The first one, if it is of RSA or of an elliptic curve. */
    public static Optional<PrivateKey> privateKey(String text) {
        Matcher found = PRIVATE_KEY.matcher(text);
        if (text.length() > MAX_CHARACTERS || !found.find()) {
            return Optional.empty();
        }
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(found.group(1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        PrivateKey rsa = decoded("RSA", encoded);
        return Optional.ofNullable(rsa == null ? decoded("EC", encoded) : rsa);
    }

    private static @Nullable PrivateKey decoded(String algorithm, byte[] encoded) {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /** The same of both halves of a pair, and of those only; nothing of a key that is of neither kind. */
    static Optional<String> fingerprint(Key key) {
        try {
            BigInteger number = switch (key) {
                case RSAKey rsa -> rsa.getModulus();
                case ECPublicKey point -> point.getW().getAffineX();
                case ECPrivateKey factor -> x(factor);
                default -> null;
            };
            return number == null
                    ? Optional.empty()
                    : Optional.of(Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(number.toByteArray())));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Of the public half, which the JDK does not tell: what the key agrees on with the one whose public half is the generator. */
    private static BigInteger x(ECPrivateKey key) throws GeneralSecurityException {
        ECParameterSpec curve = key.getParams();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(key);
        agreement.doPhase(
                KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(curve.getGenerator(), curve)), true);
        return new BigInteger(1, agreement.generateSecret());
    }
}
