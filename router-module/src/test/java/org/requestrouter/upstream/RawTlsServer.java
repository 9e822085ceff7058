package org.requestrouter.upstream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A server of raw bytes over TLS, for what a well-behaved one never does. */
final class RawTlsServer implements AutoCloseable {

  /** What happens on each connection; at its end the connection is closed. */
  @FunctionalInterface
  interface Script {
    void run(Wire wire) throws IOException;
  }

  private final SSLContext context;
  private final ServerSocket listener;
  private final boolean demanding;
  private final AtomicInteger connections = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  RawTlsServer(Certificate certificate, Script script) throws Exception {
    this(certificate, null, script);
  }

  /** Creates one that demands a certificate of its clients, unless they are null. */
  RawTlsServer(Certificate certificate, Certificate clients, Script script) throws Exception {
    context = context(certificate, clients);
    demanding = clients != null;
    listener = new ServerSocket(0, 100, InetAddress.getByName("localhost"));
    threads.execute(() -> accept(script));
  }

  private static SSLContext context(Certificate certificate, Certificate clients)
      throws IOException, GeneralSecurityException {
    char[] password = Certificate.PASSWORD.toCharArray();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(certificate.store().toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(clients == null ? null : KeyStore.getInstance(clients.store().toFile(), password));
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private void accept(Script script) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        threads.execute(() -> run(socket, script));
      } catch (IOException x) {
        return;
      }
    }
  }

  private void run(Socket socket, Script script) {
    try (socket;
        SSLSocket tls =
            (SSLSocket) context.getSocketFactory().createSocket(socket, null, 0, false)) {
      tls.setUseClientMode(false);
      tls.setNeedClientAuth(demanding);
      tls.startHandshake();
      script.run(new Wire(socket, tls));
    } catch (IOException x) {
      // The router ended the connection, or never shook hands: the tests look at its own side.
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }

  /** One connection. */
  static final class Wire {
    private final Socket socket;
    private final SSLSocket tls;
    private final BufferedReader in;

    Wire(Socket socket, SSLSocket tls) throws IOException {
      this.socket = socket;
      this.tls = tls;
      this.in =
          new BufferedReader(
              new InputStreamReader(tls.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    /** Reads a request header and returns its first line; null at the end. */
    String head() throws IOException {
      String first = in.readLine();
      for (String line = first; line != null && !line.isEmpty(); ) {
        line = in.readLine();
      }
      return first;
    }

    String content(int length) throws IOException {
      char[] content = new char[length];
      int count = 0;
      while (count < length) {
        int read = in.read(content, count, length - count);
        if (read < 0) {
          throw new IOException("end");
        }
        count += read;
      }
      return new String(content);
    }

    void send(String latin1) throws IOException {
      tls.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The name that the router has asked for in the handshake, or an empty string. */
    String serverName() {
      return ((ExtendedSSLSession) tls.getSession())
          .getRequestedServerNames().stream()
              .map(SNIServerName::getEncoded)
              .map(name -> new String(name, StandardCharsets.US_ASCII))
              .findFirst()
              .orElse("");
    }

    /** Who the router has shown to be. */
    String client() throws IOException {
      return tls.getSession().getPeerPrincipal().getName();
    }

    /** Ends the connection without TLS's own end. */
    void cut() throws IOException {
      socket.close();
    }
  }
}
