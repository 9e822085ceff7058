package org.requestrouter.matrix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.requestrouter.upstream.Certificate;

/** What the tests need to speak TLS on either side of the router. */
final class Tls {
  /** For clients that do not care whom they speak with. */
  static final SslContextFactory.Client CLIENT = client();

  private Tls() {}

  private static SslContextFactory.Client client() {
    SslContextFactory.Client client = new SslContextFactory.Client(true);
    try {
      client.start();
      return client;
    } catch (Exception x) {
      throw new IllegalStateException(x);
    }
  }

  /** For servers with the tests' certificate. */
  static SslContextFactory.Server server() throws IOException, InterruptedException {
    SslContextFactory.Server server = new SslContextFactory.Server();
    server.setKeyStorePath(Certificate.shared().store().toString());
    server.setKeyStorePassword(Certificate.PASSWORD);
    return server;
  }

  /** Connects, and shakes hands without ALPN. */
  static SSLSocket connect(int port) throws Exception {
    return over(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Shakes hands on a connection, without ALPN. */
  static SSLSocket over(Socket socket) throws IOException {
    return over(socket, "localhost");
  }

  /** Shakes hands with whom is asked for by that name (SNI), without ALPN. */
  static SSLSocket over(Socket socket, String name) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            CLIENT
                .getSslContext()
                .getSocketFactory()
                .createSocket(socket, name, socket.getPort(), true);
    tls.startHandshake();
    return tls;
  }

  /** Accepts a handshake on a connection. */
  static SSLSocket accept(Socket socket) throws Exception {
    char[] password = Certificate.PASSWORD.toCharArray();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(Certificate.shared().store().toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, 0, true);
    tls.setUseClientMode(false);
    tls.startHandshake();
    return tls;
  }
}
