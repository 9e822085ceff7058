package org.requestrouter.upstream;

import java.security.KeyStore;
import java.security.cert.CRL;
import java.util.Collection;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty's TLS for clients, which talks to a server under a name that need not be its host. */
final class TlsContext extends SslContextFactory.Client {
  private final String serverName;

  TlsContext(boolean trustAll, String serverName) {
    super(trustAll);
    this.serverName = serverName;
    // Single-label names, as containers have, are names too; addresses never are.
    setSNIProvider(SniProvider.NON_DOMAIN_SNI_PROVIDER);
    if (trustAll) {
      setEndpointIdentificationAlgorithm(null);
    }
  }

  /** Both the name that is asked for and the one that is verified are the engine's. */
  @Override
  public SSLEngine newSSLEngine(String host, int port) {
    return super.newSSLEngine(serverName == null ? host : serverName, port);
  }

  /** Jetty forgets that all are to be trusted as soon as there is a key store. */
  @Override
  protected TrustManager[] getTrustManagers(KeyStore trustStore, Collection<? extends CRL> crls)
      throws Exception {
    return isTrustAll() ? TRUST_ALL_CERTS.clone() : super.getTrustManagers(trustStore, crls);
  }
}
