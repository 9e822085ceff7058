package org.requestrouter.upstream;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.RoutingConfig;

/**
 * Runs each test with a server over TLS and with one over HTTP/2, through the core door, and checks
 * after it that nothing is left: no slot, request, connection in use, thread or buffer.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(
    value = Carrier.class,
    names = {"HTTPS", "H2C"})
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class CarrierTest {
  static Certificate certificate;

  @Parameter Carrier carrier;

  private final List<AutoCloseable> opened = new ArrayList<>();
  final RoutingConfig config = new RoutingConfig();
  BackEnd backEnd;
  TestRouter router;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = Certificate.shared();
  }

  /** Starts a server and the router before it. */
  void start(BackEnd.Service service) throws Exception {
    backEnd = open(new BackEnd(carrier, certificate.store(), service));
    BackendConfig backend = backend();
    carrier.trust(backend.server("s", carrier.uri(backEnd.port())), certificate.store());
    startRouter();
  }

  /** The router's one backend, for its settings and servers. */
  BackendConfig backend() {
    if (config.backends().isEmpty()) {
      config.setDefaultBackend("b");
      // What is not about these must not depend on them, on a machine that stalls.
      return TestRouter.patient(config.backend("b"));
    }
    return config.backends().get(0);
  }

  void startRouter() throws Exception {
    router = new TestRouter(config);
  }

  Client connect() throws Exception {
    return open(new Client(router.port()));
  }

  synchronized <T extends AutoCloseable> T open(T closeable) {
    opened.add(closeable);
    return closeable;
  }

  @AfterEach
  void closeAndExpectNothingLeft() throws Exception {
    // The clients first: what they abandon must end by itself.
    for (AutoCloseable closeable : opened) {
      if (closeable instanceof Client) {
        closeable.close();
      }
    }
    try {
      if (router != null) {
        router.close();
      }
    } finally {
      for (AutoCloseable closeable : opened) {
        closeable.close();
      }
    }
  }
}
