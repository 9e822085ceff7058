package org.requestrouter.config;

import java.net.URI;
import javax.net.ssl.SNIHostName;

/** What is said of TLS with a server, as declared. */
public abstract class TlsConfig {
  private boolean tlsVerify = true;
  private String tlsServerName;
  private String trustStore;
  private String trustStorePassword;
  private String keyStore;
  private String keyStorePassword;

  TlsConfig() {}

  TlsConfig(TlsConfig declared) {
    tlsVerify = declared.tlsVerify;
    tlsServerName = declared.tlsServerName;
    trustStore = declared.trustStore;
    trustStorePassword = declared.trustStorePassword;
    keyStore = declared.keyStore;
    keyStorePassword = declared.keyStorePassword;
  }

  /** Names what is declared, for messages. */
  abstract String label();

  /** The address of the server. */
  abstract URI uri();

  public boolean isTlsVerify() {
    return tlsVerify;
  }

  /**
   * Sets whether the server's certificate must be trusted and must name the server's host. Without
   * it anyone on the way can pose as the server.
   *
   * @param verify default true
   * @throws ConfigurationException if the server's URI is not https
   */
  public void setTlsVerify(boolean verify) {
    requireTls("tlsVerify");
    tlsVerify = verify;
  }

  /**
   * As {@link #setTlsVerify(boolean)}, for XML, whose own conversion takes any word for false.
   *
   * @throws ConfigurationException if the text is neither true nor false, or the server's URI is
   *     not https
   */
  public void setTlsVerify(String text) {
    setTlsVerify(Flags.parse(label() + ": tlsVerify", text));
  }

  public String getTrustStore() {
    return trustStore;
  }

  /**
   * Sets the key store file with the certificates, or those of their issuers, that are trusted in
   * the server. A relative path starts from the rules file's directory, or without such a file from
   * {@code jetty.base}.
   *
   * @param file a file of a type that Java knows, for example PKCS12; default null: what this Java
   *     trusts
   * @throws ConfigurationException if the server's URI is not https
   */
  public void setTrustStore(String file) {
    requireTls("trustStore");
    trustStore = file;
  }

  public String getTrustStorePassword() {
    return trustStorePassword;
  }

  /**
   * Sets the password of the trust store.
   *
   * @param password in clear text or in Jetty's {@code OBF:} notation; default null: none
   * @throws ConfigurationException if the server's URI is not https
   */
  public void setTrustStorePassword(String password) {
    requireTls("trustStorePassword");
    trustStorePassword = password;
  }

  /** Returns the name that the server is asked for and must prove, or null for its URI's host. */
  public String getTlsServerName() {
    return tlsServerName;
  }

  /**
   * Sets the name that the server is asked for in the handshake (RFC 6066, 3), and that its
   * certificate must have, in place of the host of its URI.
   *
   * @param name a host name; default null: the host of the URI
   * @throws ConfigurationException if it is none, or an address, or if the server's URI is not
   *     https
   */
  public void setTlsServerName(String name) {
    requireTls("tlsServerName");
    String ascii;
    try {
      ascii = new SNIHostName(name).getAsciiName();
    } catch (IllegalArgumentException | NullPointerException x) {
      throw refusedName(name, x);
    }
    if (ascii.matches("[0-9.]+")) {
      throw refusedName(name, null);
    }
    tlsServerName = ascii;
  }

  private ConfigurationException refusedName(String name, Throwable cause) {
    return new ConfigurationException(
        label() + ": tlsServerName '" + name + "': not a host name", cause);
  }

  public String getKeyStore() {
    return keyStore;
  }

  /**
   * Sets the key store file with the certificate, and its key, that the router shows if the server
   * asks for one. A relative path starts from where that of a trust store does.
   *
   * @param file a file of a type that Java knows, for example PKCS12; default null: none is shown
   * @throws ConfigurationException if the server's URI is not https
   */
  public void setKeyStore(String file) {
    requireTls("keyStore");
    keyStore = file;
  }

  public String getKeyStorePassword() {
    return keyStorePassword;
  }

  /**
   * Sets the password of the key store and of the key in it.
   *
   * @param password in clear text or in Jetty's {@code OBF:} notation; default null: none
   * @throws ConfigurationException if the server's URI is not https
   */
  public void setKeyStorePassword(String password) {
    requireTls("keyStorePassword");
    keyStorePassword = password;
  }

  private void requireTls(String option) {
    if (!"https".equals(uri().getScheme())) {
      throw new ConfigurationException(label() + ": " + option + ": is for https:// servers only");
    }
  }
}
