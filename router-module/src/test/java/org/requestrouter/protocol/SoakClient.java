package org.requestrouter.protocol;

import java.io.IOException;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.requestrouter.protocol.SoakLedger.Outcome;
import org.requestrouter.protocol.SoakPlan.Death;

/** One client of the soak: one exchange after the other, each compared with what it must be. */
final class SoakClient {
  private final int port;
  private final Random random;
  private final SoakLedger ledger;
  private final Outages outages;
  private final ScheduledExecutorService fuses;
  private RawClient client;
  private String server;

  SoakClient(
      int port, Random random, SoakLedger ledger, Outages outages, ScheduledExecutorService fuses) {
    this.port = port;
    this.random = random;
    this.ledger = ledger;
    this.outages = outages;
    this.fuses = fuses;
  }

  void runUntil(BooleanSupplier over) throws IOException {
    while (!over.getAsBoolean()) {
      SoakPlan plan = SoakPlan.draw(ledger.nextId(), random);
      if (client == null) client = RawClient.connect(port);
      carryOut(plan);
      if (random.nextInt(10) == 0) drop();
    }
    drop();
  }

  private void carryOut(SoakPlan plan) throws IOException {
    long begin = System.nanoTime();
    server = null;
    Future<?> fuse = light(plan);
    try {
      ask(plan);
      receive(plan);
      ended(plan);
    } catch (IOException broken) {
      broken(plan, begin, broken);
    } catch (AssertionError | RuntimeException wrong) {
      ledger.fault(plan.toString(), wrong);
      drop();
    } finally {
      if (fuse != null) {
        fuse.cancel(false);
        drop();
      }
    }
  }

  private Future<?> light(SoakPlan plan) {
    RawClient leaving = client;
    return plan.fuse() < 0
        ? null
        : fuses.schedule(
            () -> {
              leaving.leave(plan.end());
              return null;
            },
            plan.fuse(),
            TimeUnit.MILLISECONDS);
  }

  private void ended(SoakPlan plan) throws IOException {
    if (plan.dies() != Death.NEVER) {
      ledger.fault(plan.toString(), new AssertionError("complete, but its server broke off"));
    }
    ledger.count(plan.kind(), Outcome.DONE);
    if (plan.kind() == SoakKind.SOCKET) drop();
  }

  private void broken(SoakPlan plan, long begin, IOException why) throws IOException {
    drop();
    if (plan.fuse() >= 0) {
      ledger.count(plan.kind(), Outcome.LEFT);
    } else if (plan.dies() != Death.NEVER) {
      ledger.count(plan.kind(), Outcome.BROKEN_OFF);
    } else if (outages.met(server, begin)) {
      ledger.count(plan.kind(), Outcome.OUTAGE);
    } else {
      ledger.fault(plan + " at " + server, why);
    }
  }

  private void drop() throws IOException {
    if (client != null) client.close();
    client = null;
  }

  private void ask(SoakPlan plan) throws IOException {
    StringBuilder head = new StringBuilder();
    head.append(plan.kind() == SoakKind.UPLOAD ? "POST " : "GET ").append(plan.target());
    head.append(" HTTP/1.1\r\nHost: soak\r\n");
    for (String field : plan.fields()) head.append(field).append("\r\n");
    if (plan.kind() == SoakKind.UPLOAD) head.append(SoakContent.framing(plan)).append("\r\n");
    if (plan.kind() == SoakKind.SOCKET) {
      for (String field : WebSocketFrames.ASKING) head.append(field).append("\r\n");
    }
    client.send(head.append("\r\n").toString());
    if (plan.kind() == SoakKind.UPLOAD) SoakContent.send(client, plan, plan.size());
  }

  private void receive(SoakPlan plan) throws IOException {
    Head head = client.readHead();
    if (head.status() >= 500) throw new IOException(head.startLine());
    server = head.list("X-Server");
    ContentReader content = ContentReader.ofResponse(client, head, "GET");
    switch (plan.kind()) {
      case POLL, UPLOAD -> content.expect(SoakContent.event(plan, plan.size()));
      case SHARED -> content.expect(SoakContent.shared(plan));
      case EVENTS -> {
        for (int i = 0; i < plan.size(); i++) content.expect(SoakContent.event(plan, i));
      }
      case DOWNLOAD -> SoakContent.expect(content, plan, plan.size());
      case SOCKET -> talk(plan);
    }
    if (plan.kind() != SoakKind.SOCKET && content.next() >= 0) {
      throw new AssertionError("more content than there is");
    }
    if (head.list("Connection").toLowerCase(Locale.ROOT).contains("close")) drop();
  }

  private void talk(SoakPlan plan) throws IOException {
    for (int i = 0; i < plan.size(); i++) {
      String message = SoakContent.message(plan, i);
      client.send(WebSocketFrames.text(true, message));
      expectFrame(WebSocketFrames.TEXT, message);
    }
    // One in four ends without the closing handshake.
    if (random.nextInt(4) == 0) {
      client.leave(plan.end());
    } else {
      client.send(WebSocketFrames.frame(true, WebSocketFrames.CLOSE, true, new byte[] {3, -24}));
      expectFrame(WebSocketFrames.CLOSE, "\u0003\u00e8");
      if (client.read() >= 0) throw new AssertionError("more after the close frame");
    }
  }

  private void expectFrame(int opcode, String payload) throws IOException {
    WebSocketFrames.Frame frame = WebSocketFrames.read(client);
    if (frame.opcode() != opcode || !frame.payload().equals(payload)) {
      throw new AssertionError("another frame came: " + frame);
    }
  }
}
