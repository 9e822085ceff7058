package org.requestrouter.protocol;

import static org.requestrouter.protocol.SoakPlan.Death.HALFWAY;
import static org.requestrouter.protocol.SoakPlan.Death.UNANSWERED;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The server's side of the exchanges of the soak, on one connection. */
final class SoakScript {
  private static final int POLL_MILLIS = 25;
  private static final int EVENT_MILLIS = 20;

  private final Wire wire;
  private final String server;

  SoakScript(Wire wire, String server) {
    this.wire = wire;
    this.server = server;
  }

  /** Serves until an exchange has ended the connection. */
  void run() throws IOException {
    boolean more = true;
    while (more) {
      Head head = wire.readHead();
      SoakPlan plan = SoakPlan.read(head);
      if (plan.dies() == UNANSWERED) {
        wire.leave(plan.end());
        return;
      }
      serve(plan, head);
      if (plan.dies() == HALFWAY) wire.leave(plan.end());
      more = plan.dies() != HALFWAY && plan.kind() != SoakKind.SOCKET && !plan.isLast();
    }
  }

  private void serve(SoakPlan plan, Head head) throws IOException {
    int end = plan.dies() == HALFWAY ? plan.size() / 2 : plan.size();
    switch (plan.kind()) {
      case POLL -> poll(plan, SoakContent.event(plan, plan.size()), end);
      case SHARED -> poll(plan, SoakContent.shared(plan), end);
      case EVENTS -> events(plan, end);
      case SOCKET -> socket(plan, end);
      case UPLOAD -> upload(plan, end, ContentReader.ofRequest(wire, head));
      case DOWNLOAD -> {
        respond(plan, SoakContent.framing(plan));
        SoakContent.send(wire, plan, end);
      }
    }
  }

  private void respond(SoakPlan plan, String framing) throws IOException {
    String last = plan.isLast() ? "Connection: close\r\n" : "";
    wire.send("HTTP/1.1 200 OK\r\nX-Server: " + server + "\r\n" + last + framing + "\r\n\r\n");
  }

  private void poll(SoakPlan plan, String answer, int end) throws IOException {
    pause((long) POLL_MILLIS * plan.size());
    respond(plan, "Content-Length: " + answer.length());
    wire.send(end == plan.size() ? answer : answer.substring(0, answer.length() / 2));
  }

  private void events(SoakPlan plan, int end) throws IOException {
    respond(plan, "Content-Type: text/event-stream\r\nTransfer-Encoding: chunked");
    for (int i = 0; i < end; i++) {
      String event = SoakContent.event(plan, i);
      wire.send(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
      pause(EVENT_MILLIS);
    }
    if (end == plan.size()) wire.send("0\r\n\r\n");
  }

  private void socket(SoakPlan plan, int end) throws IOException {
    String name = "\r\nX-Server: " + server + "\r\n\r\n";
    wire.send(WebSocketFrames.SWITCHING.replaceFirst("\r\n\r\n$", name));
    for (int i = 0; i < end; i++) {
      WebSocketFrames.Frame frame = WebSocketFrames.read(wire);
      wire.send(frame(frame));
      if (frame.opcode() == WebSocketFrames.CLOSE) return;
    }
    if (end == plan.size()) wire.send(frame(WebSocketFrames.read(wire)));
  }

  private static byte[] frame(WebSocketFrames.Frame read) {
    byte[] payload = SoakContent.bytes(read.payload());
    return WebSocketFrames.frame(true, read.opcode(), false, payload);
  }

  private void upload(SoakPlan plan, int end, ContentReader content) throws IOException {
    SoakContent.expect(content, plan, end);
    if (end < plan.size()) return;
    String answer = SoakContent.event(plan, plan.size());
    respond(plan, "Content-Length: " + answer.length());
    wire.send(answer);
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
