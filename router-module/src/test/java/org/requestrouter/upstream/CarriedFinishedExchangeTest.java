package org.requestrouter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.requestrouter.protocol.Forgotten;

/** An exchange that has ended is forgotten, also where the connections stay open. */
class CarriedFinishedExchangeTest extends CarrierTest {
  private final BlockingQueue<Forgotten> exchanges = new LinkedBlockingQueue<>();

  private void serve(BackEnd.Service service) throws Exception {
    start(
        (request, response, callback) -> {
          exchanges.add(new Forgotten(router.backend()));
          service.serve(request, response, callback);
        });
  }

  private Forgotten exchange() throws InterruptedException {
    return exchanges.poll(TestRouter.STEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void answer(Response response, Callback callback) {
    Content.Sink.write(response, true, "ok", callback);
  }

  @Test
  void bothConnectionsAreKept() throws Exception {
    serve((request, response, callback) -> answer(response, callback));
    Client client = connect();
    for (int i = 0; i < 2; i++) {
      client.request("GET /").head();
      assertEquals("ok", client.content(2));
      exchange().awaitEnd();
    }
  }

  @Test
  void requestHadContent() throws Exception {
    serve((request, response, callback) -> Content.copy(request, response, callback));
    Client client = connect().request("POST /", "Content-Length: 5");
    Forgotten exchange = exchange();
    client.send("hello").head();
    exchange.awaitEnd();
  }

  @Test
  void clientLeaves() throws Exception {
    serve((request, response, callback) -> request.addFailureListener(callback::failed));
    Client client = connect().request("GET /");
    Forgotten exchange = exchange();
    client.reset();
    exchange.awaitEnd();
  }

  @Test
  void serverFails() throws Exception {
    serve(
        (request, response, callback) ->
            callback.failed(
                new org.eclipse.jetty.server.Request.Handler.AbortException(new Exception())));
    Client client = connect().request("GET /");
    assertEquals(502, client.head().status());
    exchange().awaitEnd();
  }
}
