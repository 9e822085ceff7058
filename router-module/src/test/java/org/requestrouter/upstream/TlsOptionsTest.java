package org.requestrouter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import org.eclipse.jetty.util.security.Password;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.config.ConfigurationException;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.ServerConfig;

/** TLS options that cannot work stop the start, and say why. */
@Timeout(60)
class TlsOptionsTest {
  @TempDir Path directory;

  private final RoutingConfig config = new RoutingConfig();
  private ServerConfig server;

  @BeforeEach
  void declare() {
    config.setDefaultBackend("b");
    server = config.backend("b").server("s", "https://localhost:1");
  }

  private String refusal() {
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> new TestRouter(config).close());
    String start = "server 's' 'https://localhost:1': ";
    assertTrue(refused.getMessage().startsWith(start), refused::getMessage);
    return refused.getMessage().substring(start.length());
  }

  @Test
  void trustStoreThatIsMissing() {
    Path missing = directory.resolve("missing.p12");
    server.setTrustStore(missing.toString());

    String refusal = refusal();
    assertTrue(refusal.startsWith("trustStore '" + missing + "': "), refusal);
  }

  @Test
  void trustStoreThatIsNone() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "no key store");
    server.setTrustStore(text.toString());

    String refusal = refusal();
    assertTrue(refusal.startsWith("trustStore '" + text + "': "), refusal);
  }

  @Test
  void wrongPassword() throws Exception {
    server.setTrustStore(Certificate.shared().store().toString());
    server.setTrustStorePassword("wrong-one");

    String refusal = refusal();
    assertTrue(refusal.contains("password was incorrect"), refusal);
    assertFalse(refusal.contains("wrong-one"), refusal);
  }

  @Test
  void missingPassword() throws Exception {
    server.setTrustStore(Certificate.shared().store().toString());

    String refusal = refusal();
    assertTrue(refusal.endsWith("is trustStorePassword missing?"), refusal);
  }

  @Test
  void passwordWithoutTrustStore() {
    server.setTrustStorePassword("secret");

    assertEquals("trustStorePassword: there is no trustStore", refusal());
  }

  @Test
  void trustStoreThatIsNotUsed() {
    server.setTlsVerify(false);
    server.setTrustStore("any");

    assertEquals("trustStore: has no effect, since tlsVerify is false", refusal());
  }

  @Test
  void obfuscatedPasswordOpensTheTrustStore() throws Exception {
    String obfuscated = Password.obfuscate(Certificate.PASSWORD);
    server.setTrustStore(Certificate.shared().store().toString());
    server.setTrustStorePassword(obfuscated);

    TestRouter router = new TestRouter(config);
    router.close();

    assertTrue(obfuscated.startsWith("OBF:"));
    StoreFile store = StoreFile.of("trustStore", directory, "secret");
    assertFalse(new TlsOptions(true, null, store, store).toString().contains("secret"));
  }

  @Test
  void keyStoreThatIsMissing() {
    Path missing = directory.resolve("missing.p12");
    server.setKeyStore(missing.toString());
    server.setKeyStorePassword("secret");

    String refusal = refusal();
    assertTrue(refusal.startsWith("keyStore '" + missing + "': "), refusal);
  }

  @Test
  void wrongPasswordOfTheKeyStore() throws Exception {
    server.setKeyStore(Certificate.shared().store().toString());
    server.setKeyStorePassword("wrong-one");

    String refusal = refusal();
    assertTrue(refusal.startsWith("keyStore '"), refusal);
    assertTrue(refusal.contains("password was incorrect"), refusal);
    assertFalse(refusal.contains("wrong-one"), refusal);
  }

  @Test
  void missingPasswordOfTheKeyStore() throws Exception {
    server.setKeyStore(Certificate.shared().store().toString());

    String refusal = refusal();
    assertTrue(refusal.endsWith("is keyStorePassword missing?"), refusal);
  }

  @Test
  void keyStoreWithCertificatesOnly() throws Exception {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    Path store = directory.resolve("empty.p12");
    try (OutputStream out = Files.newOutputStream(store)) {
      empty.store(out, Certificate.PASSWORD.toCharArray());
    }
    server.setKeyStore(store.toString());
    server.setKeyStorePassword(Certificate.PASSWORD);

    assertEquals("keyStore '" + store + "': contains no key with a certificate", refusal());
  }

  @Test
  void keyWithAnotherPasswordThanItsStore() throws Exception {
    char[] password = Certificate.PASSWORD.toCharArray();
    KeyStore from = KeyStore.getInstance(Certificate.shared().store().toFile(), password);
    KeyStore to = KeyStore.getInstance("JKS");
    to.load(null, null);
    to.setKeyEntry(
        "own",
        from.getKey("server", password),
        "another".toCharArray(),
        from.getCertificateChain("server"));
    Path store = directory.resolve("store.jks");
    try (OutputStream out = Files.newOutputStream(store)) {
      to.store(out, password);
    }
    server.setKeyStore(store.toString());
    server.setKeyStorePassword(Certificate.PASSWORD);

    String reason = "the key 'own' cannot be opened by keyStorePassword";
    assertEquals("keyStore '" + store + "': " + reason, refusal());
  }

  @Test
  void keyStorePasswordWithoutKeyStore() {
    server.setKeyStorePassword("secret");

    assertEquals("keyStorePassword: there is no keyStore", refusal());
  }
}
