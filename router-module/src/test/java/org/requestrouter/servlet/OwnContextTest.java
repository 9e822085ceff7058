package org.requestrouter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import jakarta.servlet.Filter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.strategy.AdaptiveExecutionStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.requestrouter.RouterContextHandler;

/** The servlet in a context of its own, before those of the webapps. */
@Timeout(60)
class OwnContextTest {
  private static final int REQUESTS = 20;

  private final ContextHandlerCollection webapps = new ContextHandlerCollection();
  private final BlockingQueue<Thread> readers = new LinkedBlockingQueue<>();
  private final BlockingQueue<Thread> servants = new LinkedBlockingQueue<>();

  /** Notes which thread brings a request, as the connection has read it. */
  private final class NotingReader extends Handler.Wrapper {
    NotingReader(Handler handler) {
      super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      readers.add(Thread.currentThread());
      return super.handle(request, response, callback);
    }
  }

  /** Blocks the thread that it is called by. */
  private static final class BlockingHandler extends Handler.Abstract {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch mayAnswer = new CountDownLatch(1);

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      reached.countDown();
      mayAnswer.await();
      Content.Sink.write(response, true, "at last", callback);
      return true;
    }
  }

  private Fixture start(Filter filter) throws Exception {
    return Fixture.start(
        fixture -> {
          RouterContextHandler own = new RouterContextHandler(fixture.context);
          own.setHandler(webapps);
          fixture.server.setHandler(new NotingReader(own));
          fixture.filter(filter);
          fixture.servlet("/*", holder -> {});
        });
  }

  private Fixture start() throws Exception {
    return start(
        (request, response, chain) -> {
          servants.add(Thread.currentThread());
          chain.doFilter(request, response);
        });
  }

  private static void answer(Peer upstream) throws IOException {
    upstream.head();
    upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nrouted");
  }

  private static String route(Peer client, Peer upstream, String target) throws IOException {
    client.get(target);
    answer(upstream);
    return client.text(client.head());
  }

  @Test
  void requestsAreServedByTheThreadThatHasReadThem() throws Exception {
    try (Fixture fixture = start();
        Peer client = fixture.client()) {
      client.get("/first");
      try (Peer upstream = fixture.accept()) {
        answer(upstream);
        client.text(client.head());
        long handedOver = handedOver(fixture);
        for (int i = 0; i < REQUESTS; i++) {
          assertEquals("routed", route(client, upstream, "/" + i));
        }
        for (int i = 0; i <= REQUESTS; i++) {
          assertSame(readers.take(), servants.take());
        }
        assertEquals(0, handedOver(fixture) - handedOver, "requests with a new selecting thread");
      }
    }
  }

  /** How often a selector's thread has given its own work away, or others its task. */
  private static long handedOver(Fixture fixture) {
    return fixture.server.getContainedBeans(AdaptiveExecutionStrategy.class).stream()
        .mapToLong(strategy -> strategy.getEPCTasksConsumed() + strategy.getPECTasksExecuted())
        .sum();
  }

  @Test
  void aWebappThatBlocksHoldsUpNoRoutedRequest() throws Exception {
    BlockingHandler blocking = new BlockingHandler();
    webapps.addHandler(new ContextHandler(blocking, "/app"));
    try (Fixture fixture = start();
        Peer blocked = fixture.client();
        Peer client = fixture.client()) {
      blocked.get("/app/");
      blocking.reached.await();
      client.get("/x");
      try (Peer upstream = fixture.accept()) {
        answer(upstream);
        assertEquals("routed", client.text(client.head()));
        assertEquals("routed", route(client, upstream, "/application"));
      }
      blocking.mayAnswer.countDown();
      assertEquals("at last", blocked.text(blocked.head()));
    }
  }

  @Test
  void filtersThatWrapAreHonoured() throws Exception {
    try (Fixture fixture = start(new GzipFilter());
        Peer client = fixture.client()) {
      client.get("/", "Accept-Encoding: gzip");
      try (Peer upstream = fixture.accept()) {
        answer(upstream);
        String head = client.head();
        assertEquals("gzip", Peer.field(head, "Content-Encoding"));
        assertEquals(
            "routed",
            new String(
                new GZIPInputStream(client.content(head)).readAllBytes(),
                StandardCharsets.US_ASCII));
      }
    }
  }

  @Test
  void whatTheRulesLeaveIsNotFound() throws Exception {
    try (Fixture fixture =
            Fixture.start(
                f -> {
                  f.routing.setDefaultBackend("webapps");
                  f.server.setHandler(new RouterContextHandler(f.context));
                  f.servlet("/*", holder -> {});
                });
        Peer client = fixture.client()) {
      assertEquals(404, Peer.status(client.get("/").head()));
    }
  }
}
