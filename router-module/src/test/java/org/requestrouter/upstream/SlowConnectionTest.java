package org.requestrouter.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.Test;

/** Servers that take their time until the first byte can be exchanged. */
class SlowConnectionTest extends CarrierTest {

  @Test
  void keepAliveTimeoutDoesNotLimitHowLongAConnectionTakesToBeMade() throws Exception {
    backEnd =
        open(
            new BackEnd(
                carrier,
                certificate.store(),
                (request, response, callback) ->
                    Content.Sink.write(response, true, "ok", callback)));
    HeldRelay relay = open(new HeldRelay(backEnd.port()));
    backend().setKeepAliveTimeout("100ms");
    carrier.trust(backend().server("s", carrier.uri(relay.port())), certificate.store());
    startRouter();

    Client client = connect().request("GET /");
    await().until(() -> relay.connections() == 1);
    client.expectSilence(Duration.ofMillis(500));
    relay.release();

    assertEquals(200, client.head().status());
    assertEquals("ok", client.content(2));
    await().until(() -> router.backend().connections() == 0);
    assertEquals(1, relay.connections());
  }

  @Test
  void connectionThatIsNeverMadeIsClosedAtTheConnectTimeout() throws Exception {
    ServerSocket silent = open(new ServerSocket(0, 10, InetAddress.getByName("localhost")));
    backend().setKeepAliveTimeout("1h");
    backend().setConnectTimeout("300ms");
    backend().setRetries(0);
    carrier.trust(backend().server("s", carrier.uri(silent.getLocalPort())), certificate.store());
    startRouter();

    assertEquals(503, connect().request("GET /").head().status());

    try (Socket accepted = silent.accept()) {
      accepted.setSoTimeout((int) TestRouter.STEP.toMillis());
      // To its end: what the router sends first is not read by a server.
      accepted.getInputStream().readAllBytes();
    }
  }
}
