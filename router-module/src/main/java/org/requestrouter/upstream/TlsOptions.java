package org.requestrouter.upstream;

import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * How the certificate of a server is verified, and what is shown to it.
 *
 * @param verify whether it must be trusted and must name the server
 * @param serverName what the server is asked for and must prove, or null for the host of its URI
 * @param trustStore what is trusted; if it names no file, what Java trusts
 * @param keyStore the router's own certificate and its key, if it names a file
 */
public record TlsOptions(
    boolean verify, String serverName, StoreFile trustStore, StoreFile keyStore) {

  /** Returns the TLS context; the reason why there can be none is thrown. */
  public SslContextFactory.Client contextFactory() {
    SslContextFactory.Client factory = new TlsContext(!verify, serverName);
    if (verify && trustStore.isNamed()) {
      factory.setTrustStore(trustStore.certificates());
    }
    if (keyStore.isNamed()) {
      factory.setKeyStore(keyStore.keys());
      factory.setKeyStorePassword(keyStore.password());
    }
    return factory;
  }

  /** Whether the options contradict each other; returns the reason, or null. */
  String fault() {
    if (trustStore.isNamed() && !verify) {
      return "trustStore: has no effect, since tlsVerify is false";
    }
    return trustStore.fault() == null ? keyStore.fault() : trustStore.fault();
  }

  @Override
  public String toString() {
    return "TlsOptions[verify=%s,serverName=%s,%s,%s]"
        .formatted(verify, serverName, trustStore, keyStore);
  }
}
