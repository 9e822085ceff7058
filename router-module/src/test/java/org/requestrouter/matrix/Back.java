package org.requestrouter.matrix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.protocol.UnixServerSocket;
import org.requestrouter.upstream.Certificate;

/** The ways of the router to a server. */
enum Back {
  HTTP_1_1("HTTP/1.1", "http") {
    @Override
    BackEnd start() throws Exception {
      return new Http1BackEnd("HTTP/1.1", socket -> socket);
    }
  },
  HTTP_1_0("HTTP/1.0", "http") {
    @Override
    BackEnd start() throws Exception {
      return new Http1BackEnd("HTTP/1.0", socket -> socket);
    }

    @Override
    boolean hasChunks() {
      return false;
    }
  },
  HTTPS("https", "https") {
    @Override
    BackEnd start() throws Exception {
      return new Http1BackEnd("HTTP/1.1", Tls::accept);
    }

    @Override
    void configure(ServerConfig server) throws Exception {
      server.setTrustStore(Certificate.shared().store().toString());
      server.setTrustStorePassword(Certificate.PASSWORD);
    }
  },
  UNIX("unix socket", "unix") {
    @Override
    BackEnd start() throws Exception {
      Path path = Files.createTempDirectory("unix").resolve("s");
      path.toFile().deleteOnExit();
      return new Http1BackEnd(
          "HTTP/1.1", socket -> socket, new UnixServerSocket(path, 1024), path.toString());
    }
  },
  H2C("h2c", "h2c") {
    @Override
    BackEnd start() throws Exception {
      return new Http2BackEnd();
    }
  };

  private final String label;
  private final String scheme;

  Back(String label, String scheme) {
    this.label = label;
    this.scheme = scheme;
  }

  /** Starts a server. */
  abstract BackEnd start() throws Exception;

  /** Sets what the router needs to know of such a server beside its address. */
  void configure(ServerConfig server) throws Exception {}

  /** Whether content of unknown length has an end of its own, and may have trailers. */
  boolean hasChunks() {
    return true;
  }

  /** The URI of a server for the rules. */
  String uri(BackEnd server) {
    return scheme + ":" + server.address();
  }

  /** The name of the backend, and what the paths of its requests begin with. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return label;
  }
}
