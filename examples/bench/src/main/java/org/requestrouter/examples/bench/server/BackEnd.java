package org.requestrouter.examples.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The server behind all proxies: one thread, ready-made responses, no content looked at, so that
 * its part of the shared processors is small and the same for all.
 */
public final class BackEnd {
  private static final int BACKLOG = 4096;
  private static final int READ_SIZE = 512 * 1024;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_SIZE);
  private final Selector selector = Selector.open();
  private final Payloads payloads = new Payloads();
  private final Holds holds = new Holds();
  private final Polls polls = new Polls();
  private final EventStreams streams = new EventStreams();
  private final EchoSockets sockets = new EchoSockets();

  private BackEnd() throws IOException {}

  /** Takes the port, on 127.0.0.1, as the only argument. */
  public static void main(String[] args) throws IOException {
    Lifeline.watch();
    new BackEnd().run(Integer.parseInt(args[0]));
  }

  private void run(int port) throws IOException {
    ServerSocketChannel listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    listening.configureBlocking(false);
    listening.register(selector, SelectionKey.OP_ACCEPT);
    while (true) {
      selector.select(this::selected, EventStreams.TICK_MILLIS);
      streams.tick(System.nanoTime());
    }
  }

  private void selected(SelectionKey key) {
    if (key.channel() instanceof ServerSocketChannel listening) {
      accept(listening);
      return;
    }
    ServedConnection connection = (ServedConnection) key.attachment();
    try {
      if (key.isWritable()) {
        connection.write();
      }
      if (key.isReadable()) {
        connection.read(buffer);
      }
    } catch (IOException x) {
      // The other side has left, which ends proxies' connections all the time.
      close(connection);
    }
  }

  private void accept(ServerSocketChannel listening) {
    try {
      SocketChannel channel = listening.accept();
      while (channel != null) {
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        key.attach(new ServedConnection(channel, key, this::answer));
        channel = listening.accept();
      }
    } catch (IOException x) {
      System.err.println("accept: " + x);
    }
  }

  private void close(ServedConnection connection) {
    holds.remove(connection);
    streams.remove(connection);
    sockets.remove(connection);
    connection.close();
  }

  /** Queries are there for the proxies to look at, or not. */
  private static String withoutQuery(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private void answer(ServedConnection connection, RequestHead head) throws IOException {
    String path = withoutQuery(head.path());
    if (head.hasContent()) {
      connection.send(payloads.accepted());
    } else if (path.startsWith(Payloads.PREFIX)) {
      connection.send(payloads.sized(path));
    } else {
      switch (path) {
        case Holds.HOLD -> holds.add(connection);
        case Holds.COUNT -> connection.send(Payloads.text(Long.toString(holds.count())));
        case Holds.RELEASE -> connection.send(Payloads.text(Long.toString(holds.release())));
        case Polls.POLL -> connection.send(polls.answer(System.nanoTime()));
        case Polls.COUNT -> connection.send(polls.counts());
        case EventStreams.PATH -> streams.add(connection);
        case EchoSocket.PATH -> {
          sockets.add(connection);
          connection.upgrade(new EchoSocket(), EchoSocket.accept(head.webSocketKey()));
        }
        case EchoSockets.COUNT -> connection.send(Payloads.text(Long.toString(sockets.count())));
        case EchoSockets.END -> connection.send(Payloads.text(Long.toString(sockets.end())));
        default -> connection.send(Payloads.text("ok"));
      }
    }
  }
}
