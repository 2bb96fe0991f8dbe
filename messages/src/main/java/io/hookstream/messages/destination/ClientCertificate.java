package io.hookstream.messages.destination;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * hookstream shows a certificate when it connects (mutual TLS).
 *
 * @param certificate in PEM, followed by those that issued it as far as the destination does not know them
 * @param privateKey what belongs to the first certificate
 * @param caCertificate in PEM, who vouches for the destination in place of the public authorities
 */
public record ClientCertificate(
        @Nullable String certificate,
        @Nullable ClientKey privateKey,
        @Nullable String caCertificate) implements HttpAuth {

    @Override
    @JsonIgnore
    public @Nullable String header() {
        return null;
    }

    @Override
    public ClientCertificate checked(String url) {
        if (!WebAddress.isEncrypted(url)) {
            throw Refused.invalid("config.auth: a certificate is shown to https:// only");
        }
        String chain = Check.required(certificate, "config.auth.certificate");
        List<X509Certificate> certificates = certificates(chain, "config.auth.certificate");
        ClientKey key = Check.required(privateKey, "config.auth.private_key");
        if (!key.isKey()) {
            throw Refused.invalid("config.auth.private_key: must be an RSA or EC key in PEM that is not encrypted"
                    + " (PKCS #8: BEGIN PRIVATE KEY)");
        }
        if (!key.belongsTo(certificates.getFirst())) {
            throw Refused.invalid("config.auth.private_key: is not the key of config.auth.certificate, which is for "
                    + certificates.getFirst().getSubjectX500Principal().getName());
        }
        if (caCertificate != null) {
            certificates(caCertificate, "config.auth.ca_certificate");
        }
        return this;
    }

    private static List<X509Certificate> certificates(String pem, String field) {
        List<X509Certificate> found = Pem.certificates(pem);
        if (found.isEmpty()) {
            throw Refused.invalid(field + ": must be 1 to " + Pem.MAX_CERTIFICATES
                    + " X.509 certificates in PEM (BEGIN CERTIFICATE)");
        }
        return found;
    }
}
