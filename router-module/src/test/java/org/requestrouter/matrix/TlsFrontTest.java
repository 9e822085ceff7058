package org.requestrouter.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jetty's TLS in front of the router: certificates by name, and new ones while it runs. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsFrontTest {
  private static final String PASSWORD = org.requestrouter.upstream.Certificate.PASSWORD;

  private static KeyStore names;
  private static KeyStore renewed;

  @BeforeAll
  static void makeCertificates(@TempDir Path directory) throws Exception {
    names = store(directory, "a.example", "b.example");
    renewed = store(directory, "a.example");
  }

  private static KeyStore store(Path directory, String... hosts) throws Exception {
    KeyStore all = KeyStore.getInstance("PKCS12");
    all.load(null, null);
    char[] password = PASSWORD.toCharArray();
    for (String host : hosts) {
      Path file = org.requestrouter.upstream.Certificate.of(directory, "dns:" + host).store();
      KeyStore one = KeyStore.getInstance(file.toFile(), password);
      Certificate[] chain = one.getCertificateChain("server");
      all.setKeyEntry(host, one.getKey("server", password), password, chain);
    }
    return all;
  }

  private static SslContextFactory.Server server(KeyStore store) {
    SslContextFactory.Server server = new SslContextFactory.Server();
    server.setKeyStore(store);
    server.setKeyStorePassword(PASSWORD);
    return server;
  }

  private static SSLSocket connect(Site site, String name) throws Exception {
    return Tls.over(new Socket(InetAddress.getLoopbackAddress(), site.entrance().tls()), name);
  }

  private static Certificate shownTo(SSLSocket socket) throws Exception {
    return socket.getSession().getPeerCertificates()[0];
  }

  private static void assertRoutes(Site site, SSLSocket socket, String host) throws Exception {
    Way way = site.way(Front.HTTPS, Back.HTTP_1_1);
    String target = way.target();
    End asked =
        new Http1Client(socket, "HTTP/1.1", "Host: " + host).send(new Request("GET", target, 0));
    End server = way.accept(target);
    assertEquals(List.of(host), server.head().values("Host"));
    assertEquals(List.of("https"), server.head().values("X-Forwarded-Proto"));
    WayTest.answer(server);
    assertEquals(200, asked.head().status());
    asked.expect("ok");
    asked.expectFinish();
  }

  @Test
  void nameInTheHandshakeChoosesTheCertificateAndTheHostFieldIsTheServers() throws Exception {
    try (Site site = new Site(server(names), Back.HTTP_1_1)) {
      for (String host : List.of("a.example", "b.example")) {
        try (SSLSocket socket = connect(site, host)) {
          assertEquals(names.getCertificate(host), shownTo(socket));
          assertRoutes(site, socket, host);
        }
      }
    }
  }

  @Test
  void hostThatTheCertificateDoesNotNameIsRefused() throws Exception {
    try (Site site = new Site(server(names), Back.HTTP_1_1);
        SSLSocket socket = connect(site, "a.example")) {
      Client client = new Http1Client(socket, "HTTP/1.1", "Host: b.example");

      End asked = client.send(new Request("GET", "/http_1_1/x", 0));

      assertEquals(400, asked.head().status());
    }
  }

  /** What the module ssl-reload does when the file of the key store changes. */
  @Test
  void newCertificateIsForNewConnectionsAndHoldsGoOn() throws Exception {
    SslContextFactory.Server server = server(names);
    try (Site site = new Site(server, Back.HTTP_1_1);
        SSLSocket socket = connect(site, "a.example")) {
      Way way = site.way(Front.HTTPS, Back.HTTP_1_1);
      String target = way.target();
      Client client = new Http1Client(socket, "HTTP/1.1", "Host: a.example");
      End asked = client.send(new Request("GET", target, 0));
      End held = way.accept(target);

      server.reload(context -> ((SslContextFactory.Server) context).setKeyStore(renewed));

      try (SSLSocket later = connect(site, "a.example")) {
        assertNotEquals(shownTo(socket), shownTo(later));
        assertEquals(renewed.getCertificate("a.example"), shownTo(later));
        assertRoutes(site, later, "a.example");
      }
      WayTest.answer(held);
      assertEquals(200, asked.head().status());
      asked.expect("ok");
      asked.expectFinish();
    }
  }
}
