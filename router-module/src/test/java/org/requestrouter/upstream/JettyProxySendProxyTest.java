package org.requestrouter.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol comes before TLS and HTTP/2; Jetty's module proxy-protocol reads it. */
class JettyProxySendProxyTest extends CarrierTest {

  private void start(String version) throws Exception {
    backEnd =
        open(
            new BackEnd(
                carrier,
                true,
                certificate.store(),
                (request, response, callback) ->
                    Content.Sink.write(
                        response, true, String.valueOf(Request.getRemotePort(request)), callback)));
    var server = backend().server("s", carrier.uri(backEnd.port()));
    carrier.trust(server, certificate.store());
    server.setSendProxy(version);
  }

  private static void assertSeen(Client client) throws Exception {
    Client.Head head = client.request("GET /").head();
    assertEquals(200, head.status());
    assertEquals(String.valueOf(client.localPort()), client.content(head));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void eachClientHasConnectionsThatBeginWithItsAddress(String version) throws Exception {
    start(version);
    startRouter();
    Client one = connect();
    Client two = connect();
    for (int i = 0; i < 3; i++) {
      assertSeen(one);
      assertSeen(two);
    }
    assertEquals(2, backEnd.connections());
    assertEquals(2, router.backend().connections());
  }

  @Test
  void nothingIsKeptOfAClientWhoseConnectionsHaveEnded() throws Exception {
    start("v2");
    backend().setKeepAliveTimeout("200ms");
    startRouter();
    for (int i = 0; i < 3; i++) {
      assertSeen(connect());
    }
    await().atMost(TestRouter.STEP).until(() -> backEnd.connections() == 0);
    await().atMost(TestRouter.STEP).until(() -> destinations() == 0);
  }

  private int destinations() {
    JettyProxyUpstream upstream = (JettyProxyUpstream) router.backend().servers().get(0).upstream();
    return upstream.proxy().getHttpClient().getDestinations().size();
  }

  @Test
  void checksBeginWithNobodysAddress() throws Exception {
    start("v2");
    backend().check().setUri("/health");
    backend().getCheck().setHost("localhost");
    startRouter();
    var health = router.backend().servers().get(0).health();
    await().atMost(TestRouter.STEP).until(() -> health.getChecks() > 0);
    assertEquals(0, health.getFailedChecks(), health::getLastCheck);
  }
}
