package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs every test through all doors, with a raw back end, and checks after each that the router
 * kept nothing: no exchange, queue place, upstream connection in use, buffer or thread.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(Door.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ProtocolTest {
  /**
   * For what must happen at once, within a second if nothing else is on the machine. A stall of
   * some seconds is no failure; the server timeout, which might end the same, comes much later.
   */
  static final Duration SOON = Duration.ofSeconds(10);

  @Parameter Door door;

  private final List<RawClient> clients = new ArrayList<>();
  RawServer upstream;
  RouterFixture router;

  @BeforeEach
  void openUpstream() throws IOException {
    upstream = new RawServer();
  }

  /** Starts the router with the default settings. */
  void start() throws Exception {
    start((routing, backend, server) -> {});
  }

  void start(RouterFixture.Setup setup) throws Exception {
    start(setup, (server, router) -> {});
  }

  void start(RouterFixture.Setup setup, RouterFixture.Preparation preparation) throws Exception {
    router = RouterFixture.start(door, upstream.uri(), setup, preparation);
  }

  /** A new connection to the router; it is closed after the test. */
  RawClient connect() throws IOException {
    RawClient client = RawClient.connect(router.port());
    synchronized (clients) {
      clients.add(client);
    }
    return client;
  }

  /** One whole exchange on a new client connection, whichever upstream connection carries it. */
  void assertStillServes() throws IOException {
    upstream.serveOk();
    RawClient client = connect();
    assertEquals(200, client.get("/still-serves").readResponse().status());
  }

  @AfterEach
  @Timeout(60)
  void closeAndExpectNothingLeft() throws Exception {
    try {
      for (RawClient client : clients) client.close();
      upstream.close();
    } finally {
      if (router != null) router.stop();
    }
  }
}
