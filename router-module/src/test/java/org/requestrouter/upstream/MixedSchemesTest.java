package org.requestrouter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.ServerConfig;

/** One backend may have servers of all schemes. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MixedSchemesTest {

  @Test
  void weightsHoldAcrossSchemes() throws Exception {
    RoutingConfig config = new RoutingConfig();
    config.setDefaultBackend("b");
    BackendConfig backend = config.backend("b");
    Map<Carrier, BackEnd> backEnds = new EnumMap<>(Carrier.class);
    Certificate certificate = Certificate.shared();
    for (Carrier carrier : Carrier.values()) {
      BackEnd backEnd =
          new BackEnd(
              carrier,
              certificate.store(),
              (request, response, callback) -> Content.Sink.write(response, true, "ok", callback));
      backEnds.put(carrier, backEnd);
      ServerConfig server = backend.server(carrier.name(), carrier.uri(backEnd.port()));
      server.setWeight(backEnds.size());
      carrier.trust(server, certificate.store());
    }
    try (TestRouter router = new TestRouter(config);
        Client client = new Client(router.port())) {
      for (int i = 0; i < 60; i++) {
        client.request("GET /");
        assertEquals(200, client.head().status());
        assertEquals("ok", client.content(2));
      }
      assertEquals(3, router.backend().connections());
    } finally {
      backEnds.values().forEach(BackEnd::close);
    }

    assertEquals(10, backEnds.get(Carrier.HTTP).requests());
    assertEquals(20, backEnds.get(Carrier.HTTPS).requests());
    assertEquals(30, backEnds.get(Carrier.H2C).requests());
  }
}
