package org.requestrouter.tunnel;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.NanoTime;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.OpenTunnel;
import org.requestrouter.exchange.ServerSlot;
import org.requestrouter.exchange.Timeouts;
import org.requestrouter.exchange.Timing;
import org.requestrouter.headers.Upgrade;

/**
 * An upgraded connection: bytes both ways until both sides have ended, one is broken, or both have
 * been silent for too long: the tunnel timeout, or, once one of them has ended, what a server may
 * be silent for. It holds the server's place, and of the exchange that it came from nothing else.
 */
public final class Tunnel implements OpenTunnel, Timeouts.Timed {

  /** What tunnels need of their surroundings. */
  public record Services(Timeouts timeouts, ByteBufferPool buffers, Executor executor) {}

  private enum State {
    /** The client's side has not been handed over. */
    OPENING,
    OPEN,
    /** Both sides have been asked to leave. */
    LEAVING,
    CLOSED
  }

  /** What a side that was asked to leave may take for it. */
  private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Services services;
  private final ServerSlot slot;
  private final boolean webSocket;
  private final long halfClosedIdle;
  private final TunnelConnection client;
  private final TunnelEnd server;
  private final Flow up;
  private final Flow down;
  private boolean holdsSlot;
  private List<Runnable> atEnd = List.of();
  private int ended;
  private volatile State state = State.OPENING;

  /** For how long both sides may still be silent, from the last activity on. */
  private volatile long patience;

  private volatile long lastActivity = NanoTime.now();

  private Tunnel(Services services, Attempt attempt, TunnelEnd server, boolean webSocket) {
    Timing timing = attempt.exchange().settings().timing();
    EndPoint endPoint = attempt.exchange().downstream().request().getTunnelSupport().getEndPoint();
    this.services = services;
    this.slot = attempt.server();
    this.client = new TunnelConnection(endPoint, services.executor(), this::start);
    this.server = server;
    this.webSocket = webSocket;
    this.patience = timing.tunnel();
    this.halfClosedIdle = Math.min(timing.tunnel(), timing.server());
    this.up = new Flow(this, client, server, true);
    this.down = new Flow(this, server, client, false);
  }

  /**
   * Makes the tunnel that is to follow an attempt, and gives the client's response the header that
   * says so. It carries nothing before the client's connection is handed over.
   *
   * @param protocol the one that was agreed on
   */
  public static Tunnel after(
      Attempt attempt, String protocol, TunnelEnd server, Services services) {
    boolean webSocket = protocol.equalsIgnoreCase(Upgrade.WEBSOCKET);
    Tunnel tunnel = new Tunnel(services, attempt, server, webSocket);
    UpgradeHeader.put(attempt.exchange().downstream(), protocol, tunnel.client);
    return tunnel;
  }

  @Override
  public void hold(List<Runnable> actions) {
    synchronized (this) {
      holdsSlot = true;
      atEnd = actions;
    }
    slot.upstream().tunnels().add(this);
    services.timeouts().add(this);
  }

  /** The client's side has been handed over: begins. */
  private void start() {
    synchronized (this) {
      if (state != State.OPENING) {
        return;
      }
      state = State.OPEN;
    }
    lastActivity = NanoTime.now();
    up.start();
    down.start();
  }

  @Override
  public void handedOver() {
    if (state == State.OPENING) {
      cut();
    }
  }

  boolean isWebSocket() {
    return webSocket;
  }

  ByteBufferPool buffers() {
    return services.buffers();
  }

  /** Bytes are on their way from one side to the other. */
  void passed(boolean toServer, int count) {
    lastActivity = NanoTime.now();
    if (toServer) {
      slot.metrics().bytesIn(count);
    } else {
      slot.metrics().bytesOut(count);
    }
  }

  /** Nothing more passes in one direction. */
  void ended(Flow flow, Throwable failure) {
    boolean over;
    synchronized (this) {
      ended++;
      over = failure != null || ended == 2;
      patience = Math.min(patience, halfClosedIdle);
    }
    if (over) {
      close(failure != null);
    } else {
      flow.shutdownOutput();
      services.timeouts().schedule(this);
    }
  }

  @Override
  public void goAway(String reason) {
    boolean saysGoodbye;
    synchronized (this) {
      if (state == State.LEAVING || state == State.CLOSED) {
        return;
      }
      saysGoodbye = webSocket && state == State.OPEN;
      if (saysGoodbye) {
        state = State.LEAVING;
      }
    }
    if (saysGoodbye) {
      lastActivity = NanoTime.now();
      patience = LEAVE_NANOS;
      services.timeouts().schedule(this);
      // Both before either goes out: who gets the first may end the connection at once.
      down.endWith(CloseFrame.toClient(reason));
      up.endWith(CloseFrame.toServer(reason));
      down.iterate();
      up.iterate();
    } else {
      cut();
    }
  }

  @Override
  public void cut() {
    close(true);
  }

  private void close(boolean broken) {
    boolean releases;
    synchronized (this) {
      if (state == State.CLOSED) {
        return;
      }
      state = State.CLOSED;
      releases = holdsSlot;
    }
    services.timeouts().remove(this);
    slot.upstream().tunnels().remove(this);
    try {
      closeEnds(broken);
    } finally {
      if (releases) {
        slot.release();
        atEnd.forEach(Runnable::run);
      }
    }
  }

  private void closeEnds(boolean broken) {
    close(client, broken && !down.hasLeft());
    close(server, broken && !up.hasLeft());
    client.forget();
    server.forget();
  }

  private static void close(TunnelEnd end, boolean broken) {
    if (broken) {
      end.reset();
    } else {
      end.close();
    }
  }

  @Override
  public long getExpireNanoTime() {
    return lastActivity + patience;
  }

  @Override
  public boolean expired() {
    if (NanoTime.until(getExpireNanoTime()) <= 0) {
      lastActivity = NanoTime.now();
      boolean leaving = state != State.OPEN;
      services.executor().execute(leaving ? this::cut : () -> goAway("tunnel timeout"));
    }
    return false;
  }

  @Override
  public String toString() {
    return "Tunnel[" + slot.name() + "," + state + "]";
  }
}
