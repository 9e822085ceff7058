package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The TLS options of a server. */
class ServerTlsTest {
  private final BackendConfig backend = new RoutingConfig().backend("b");
  private final ServerConfig server = backend.server("s", "https://localhost");

  private static void refused(String message, Executable declaration) {
    assertEquals(message, assertThrows(ConfigurationException.class, declaration).getMessage());
  }

  @Test
  void certificatesAreVerifiedByDefault() {
    assertTrue(server.isTlsVerify());
    assertNull(server.getTrustStore());
    assertNull(server.getTrustStorePassword());
  }

  @Test
  void optionsAreKept() {
    server.setTlsVerify("false");
    server.setTrustStore("store.p12");
    server.setTrustStorePassword("secret");

    assertFalse(server.isTlsVerify());
    assertEquals("store.p12", server.getTrustStore());
    assertEquals("secret", server.getTrustStorePassword());
    assertFalse(server.toString().contains("secret"));
    server.setTlsVerify(true);
    assertTrue(server.isTlsVerify());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no", "FALSE", "0"})
  void verificationIsNotTurnedOffByAnyOtherWord(String word) {
    refused(
        "backend 'b', server 's': tlsVerify '" + word + "': must be true or false",
        () -> server.setTlsVerify(word));
    assertTrue(server.isTlsVerify());
  }

  @Test
  void ownCertificateAndNameAreKept() {
    assertNull(server.getKeyStore());
    assertNull(server.getKeyStorePassword());
    assertNull(server.getTlsServerName());
    server.setKeyStore("router.p12");
    server.setKeyStorePassword("secret");
    server.setTlsServerName("b\u00fccher.example");
    ServerConfig resolved = ServerConfig.at(InetAddress.getLoopbackAddress(), server);
    for (ServerConfig declared : List.of(server, resolved)) {
      assertEquals("router.p12", declared.getKeyStore());
      assertEquals("secret", declared.getKeyStorePassword());
      assertEquals("xn--bcher-kva.example", declared.getTlsServerName());
      assertFalse(declared.toString().contains("secret"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "127.0.0.1", "::1", "a b", "a..b", "http://a"})
  void serverNameIsAHostName(String name) {
    refused(
        "backend 'b', server 's': tlsServerName '" + name + "': not a host name",
        () -> server.setTlsServerName(name));
    assertNull(server.getTlsServerName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "h2c"})
  void serverWithoutTlsHasNoTlsOptions(String scheme) {
    ServerConfig plain = backend.server("p", scheme + "://localhost:1");
    String tail = ": is for https:// servers only";

    refused("backend 'b', server 'p': tlsVerify" + tail, () -> plain.setTlsVerify(true));
    refused("backend 'b', server 'p': trustStore" + tail, () -> plain.setTrustStore("x"));
    refused(
        "backend 'b', server 'p': trustStorePassword" + tail,
        () -> plain.setTrustStorePassword("x"));
    refused("backend 'b', server 'p': keyStore" + tail, () -> plain.setKeyStore("x"));
    refused(
        "backend 'b', server 'p': keyStorePassword" + tail, () -> plain.setKeyStorePassword("x"));
    refused("backend 'b', server 'p': tlsServerName" + tail, () -> plain.setTlsServerName("x"));
  }
}
