package org.requestrouter.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.requestrouter.protocol.Wire;

/** The ways of a client to the router. */
enum Front {
  HTTP_1_1("HTTP/1.1") {
    @Override
    Client connect(Entrance entrance) throws IOException {
      return new Http1Client(socket(entrance.clear()), "HTTP/1.1", HOST);
    }
  },
  HTTP_1_0("HTTP/1.0") {
    @Override
    Client connect(Entrance entrance) throws IOException {
      return new Http1Client(socket(entrance.clear()), "HTTP/1.0", HOST);
    }
  },
  HTTP_1_0_KEEP_ALIVE("HTTP/1.0 with keep-alive") {
    @Override
    Client connect(Entrance entrance) throws IOException {
      return new Http1Client(socket(entrance.clear()), "HTTP/1.0", HOST, "Connection: keep-alive");
    }
  },
  HTTPS("HTTP/1.1 over TLS") {
    @Override
    Client connect(Entrance entrance) throws Exception {
      return new Http1Client(Tls.connect(entrance.tls()), "HTTP/1.1", HOST);
    }
  },
  HTTPS_1_0("HTTP/1.0 over TLS") {
    @Override
    Client connect(Entrance entrance) throws Exception {
      return new Http1Client(Tls.connect(entrance.tls()), "HTTP/1.0", HOST);
    }
  },
  PROXY("HTTP/1.1 behind PROXY protocol") {
    @Override
    Client connect(Entrance entrance) throws IOException {
      return new Http1Client(socket(entrance.proxy()), "HTTP/1.1", HOST).preface(SEEN_BY_PROXY);
    }
  },
  PROXY_HTTPS("HTTP/1.1 over TLS behind PROXY protocol") {
    @Override
    Client connect(Entrance entrance) throws Exception {
      Socket socket = socket(entrance.proxyTls());
      socket.getOutputStream().write(SEEN_BY_PROXY.getBytes(StandardCharsets.US_ASCII));
      return new Http1Client(Tls.over(socket), "HTTP/1.1", HOST);
    }
  },
  H2C("HTTP/2 in clear text") {
    @Override
    Client connect(Entrance entrance) throws IOException {
      return Http2Client.h2c(entrance.clear());
    }
  },
  H2C_UPGRADE("HTTP/2 in clear text, upgraded from HTTP/1.1") {
    @Override
    Client connect(Entrance entrance) throws Exception {
      CompletableFuture<End> answer = new CompletableFuture<>();
      Client client = Http2Client.upgrade(entrance.clear(), Entrance.NOWHERE, answer);
      assertEquals(404, Http2End.within(answer, Wire.STEP).head().status());
      return client;
    }
  },
  H2("HTTP/2 over TLS") {
    @Override
    Client connect(Entrance entrance) throws Exception {
      return Http2Client.h2(entrance.tls(), Tls.CLIENT);
    }
  };

  private static final String HOST = "Host: " + Request.HOST;

  /** What a proxy before the router says of its client. */
  private static final String SEEN_BY_PROXY = "PROXY TCP4 192.0.2.7 127.0.0.1 40000 80\r\n";

  private final String label;

  Front(String label) {
    this.label = label;
  }

  private static Socket socket(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  /** Connects to the router. */
  abstract Client connect(Entrance entrance) throws Exception;

  /** Whether the connection is kept after a response with content of that length. */
  boolean keepsAlive(long length) {
    return this == HTTP_1_0_KEEP_ALIVE ? length != End.UNKNOWN : !isHttp10();
  }

  /** Whether content of unknown length has an end of its own, and may have trailers. */
  boolean hasChunks() {
    return !isHttp10();
  }

  private boolean isHttp10() {
    return this == HTTP_1_0 || this == HTTP_1_0_KEEP_ALIVE || this == HTTPS_1_0;
  }

  /** The address of the client, as a server is told. */
  String address() {
    return this == PROXY || this == PROXY_HTTPS ? "192.0.2.7" : "127.0.0.1";
  }

  /** The scheme of what is asked for, as a server is told. */
  String scheme() {
    return this == HTTPS || this == HTTPS_1_0 || this == PROXY_HTTPS || this == H2
        ? "https"
        : "http";
  }

  /** Whether clients speak HTTP/2. */
  boolean isHttp2() {
    return this == H2C || this == H2C_UPGRADE || this == H2;
  }

  @Override
  public String toString() {
    return label;
  }
}
