package org.requestrouter.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.KeyStoreScanner;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.RequestRouter;
import org.requestrouter.RouterHandler;
import org.requestrouter.config.RoutingConfig;

/** Jetty's modules ssl and ssl-reload in front of the router. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsFrontTest {
  private static final String PASSWORD = "changeit";

  @TempDir private Path directory;
  private final Server backEnd = new Server();
  private final Server server = new Server();
  private final SslContextFactory.Server tls = new SslContextFactory.Server();
  private ServerConnector connector;

  /** Says which scheme the router has told it. */
  private static final class Teller extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String scheme = request.getHeaders().get("X-Forwarded-Proto");
      Content.Sink.write(response, true, scheme + "\n", callback);
      return true;
    }
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    backEnd.stop();
  }

  private KeyStoreScanner start(Path store) throws Exception {
    ServerConnector listener = new ServerConnector(backEnd, 1, 1);
    listener.setHost("127.0.0.1");
    backEnd.addConnector(listener);
    backEnd.setHandler(new Teller());
    backEnd.start();

    RoutingConfig config = new RoutingConfig();
    config.backend("b").server("s", "http://127.0.0.1:" + listener.getLocalPort());
    config.setDefaultBackend("b");
    RequestRouter router = new RequestRouter(server, config);
    server.addBean(router);
    server.setHandler(new RouterHandler(router));

    tls.setKeyStorePath(store.toString());
    tls.setKeyStorePassword(PASSWORD);
    tls.setSniRequired(true);
    HttpConfiguration http = new HttpConfiguration();
    http.addCustomizer(new SecureRequestCustomizer(true));
    connector =
        new ServerConnector(
            server,
            1,
            1,
            AbstractConnectionFactory.getFactories(tls, new HttpConnectionFactory(http)));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    KeyStoreScanner scanner = new KeyStoreScanner(tls);
    scanner.setScanInterval(0);
    server.addBean(scanner);
    server.start();
    return scanner;
  }

  private void keytool(Path store, String name) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
  }

  private SSLSocket connect(String name) throws Exception {
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, SslContextFactory.TRUST_ALL_CERTS, null);
    SSLSocket socket =
        (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", connector.getLocalPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static X509Certificate certificate(SSLSocket socket) throws IOException {
    return (X509Certificate) socket.getSession().getPeerCertificates()[0];
  }

  /** Returns the content that the back end has sent. */
  private static String get(SSLSocket socket, String host) throws IOException {
    String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    assertEquals("HTTP/1.1 200 OK", in.readLine());
    while (!in.readLine().isEmpty()) {
      // The header does not matter.
    }
    return in.readLine();
  }

  @Test
  void certificatesAreChosenByNameAndReplacedWhileConnectionsGoOn() throws Exception {
    Path store = directory.resolve("store.p12");
    keytool(store, "one.example");
    keytool(store, "two.example");
    KeyStoreScanner scanner = start(store);

    try (SSLSocket one = connect("one.example");
        SSLSocket two = connect("two.example")) {
      assertEquals("CN=one.example", certificate(one).getSubjectX500Principal().getName());
      assertEquals("CN=two.example", certificate(two).getSubjectX500Principal().getName());
      assertEquals("https", get(one, "one.example"));
      assertEquals("https", get(two, "two.example"));

      Path renewed = directory.resolve("renewed.p12");
      keytool(renewed, "one.example");
      Files.move(renewed, store, StandardCopyOption.REPLACE_EXISTING);
      assertTrue(scanner.scan(TimeUnit.SECONDS.toMillis(20)));

      assertEquals("https", get(one, "one.example"));
      try (SSLSocket next = connect("one.example")) {
        assertNotEquals(certificate(one), certificate(next));
        assertEquals("https", get(next, "one.example"));
      }
    }
  }
}
