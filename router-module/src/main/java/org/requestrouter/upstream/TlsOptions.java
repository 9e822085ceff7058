package org.requestrouter.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Collections;
import org.eclipse.jetty.util.security.Password;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * How the certificate of a server is verified.
 *
 * @param verify whether it must be trusted and must name the host
 * @param trustStore the key store of what is trusted, or null for what Java trusts
 * @param password of the key store, also in Jetty's OBF notation, or null
 * @param written when the key store was written, or null: options are others if it is another
 */
public record TlsOptions(boolean verify, Path trustStore, String password, FileTime written) {

  /** Creates options with the key store as it is now; whether it can be used is found later. */
  public TlsOptions(boolean verify, Path trustStore, String password) {
    this(verify, trustStore, password, written(trustStore));
  }

  private static FileTime written(Path file) {
    try {
      return file == null ? null : Files.getLastModifiedTime(file);
    } catch (IOException x) {
      return null;
    }
  }

  /** Returns the TLS context; the reason why there can be none is thrown. */
  public SslContextFactory.Client contextFactory() {
    SslContextFactory.Client factory = new SslContextFactory.Client(!verify);
    // Single-label names, as containers have, are names too; addresses never are.
    factory.setSNIProvider(SslContextFactory.Client.SniProvider.NON_DOMAIN_SNI_PROVIDER);
    if (!verify) {
      factory.setEndpointIdentificationAlgorithm(null);
    } else if (trustStore != null) {
      factory.setTrustStore(load());
    }
    return factory;
  }

  private KeyStore load() {
    String label = "trustStore '" + trustStore + "'";
    try {
      char[] secret = password == null ? null : new Password(password).toString().toCharArray();
      KeyStore loaded = KeyStore.getInstance(trustStore.toFile(), secret);
      // Without a password the certificates of an encrypted store are left out silently.
      if (!hasCertificate(loaded)) {
        String hint = password == null ? "; is trustStorePassword missing?" : "";
        throw new KeyStoreException("contains no certificate" + hint);
      }
      return loaded;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException x) {
      throw new IllegalArgumentException(label + ": " + x.getMessage(), x);
    }
  }

  private static boolean hasCertificate(KeyStore store) throws KeyStoreException {
    for (String alias : Collections.list(store.aliases())) {
      if (store.getCertificate(alias) != null) {
        return true;
      }
    }
    return false;
  }

  /** Whether the options contradict each other; returns the reason, or null. */
  String fault() {
    if (trustStore == null) {
      return password == null ? null : "trustStorePassword: there is no trustStore";
    }
    return verify ? null : "trustStore: has no effect, since tlsVerify is false";
  }

  @Override
  public String toString() {
    return "TlsOptions[verify=" + verify + ",trustStore=" + trustStore + "]";
  }
}
