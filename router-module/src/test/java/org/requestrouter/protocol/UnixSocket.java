package org.requestrouter.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One end of a connection over a unix-domain socket, as what the tests know. */
final class UnixSocket extends Socket {
  private final SocketChannel channel;
  private final Selector reading = Selector.open();
  private final Selector writing = Selector.open();
  private volatile int timeout;

  UnixSocket(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    channel.register(reading, SelectionKey.OP_READ);
    channel.register(writing, SelectionKey.OP_WRITE);
  }

  @Override
  public void setTcpNoDelay(boolean on) {
    // There is no delay.
  }

  @Override
  public synchronized void setSoTimeout(int millis) {
    timeout = millis;
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return receive(ByteBuffer.wrap(into, offset, length));
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        transmit(ByteBuffer.wrap(from, offset, length));
      }
    };
  }

  private int receive(ByteBuffer into) throws IOException {
    int read;
    while ((read = channel.read(into)) == 0) {
      if (!await(reading, timeout)) throw new SocketTimeoutException("nothing came");
    }
    return read;
  }

  private void transmit(ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      if (channel.write(from) == 0) await(writing, 0);
    }
  }

  private static boolean await(Selector selector, int millis) throws IOException {
    try {
      selector.selectedKeys().clear();
      return selector.select(millis) > 0;
    } catch (ClosedSelectorException e) {
      throw new SocketException("closed");
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  /** There is no reset; what is unread makes the peer see one. */
  @Override
  public void setSoLinger(boolean on, int seconds) {
    // See above.
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
    reading.close();
    writing.close();
    super.close();
  }
}
