package org.requestrouter.headers;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/**
 * A growing array in which the header of a message is put together, one a thread: filling an array
 * and copying it once is cheaper than putting single bytes into a direct buffer.
 */
public final class HeadBuffer implements FieldSink {
  private static final byte[] END = {'\r', '\n'};

  private static final ThreadLocal<HeadBuffer> CURRENT = ThreadLocal.withInitial(HeadBuffer::new);

  private final ByteBuffer direct = ByteBuffer.allocateDirect(4096);
  private byte[] bytes = new byte[4096];
  private int length;

  /** Returns this thread's buffer, empty. Its content must be used before the next call. */
  static HeadBuffer current() {
    HeadBuffer buffer = CURRENT.get();
    buffer.length = 0;
    return buffer;
  }

  /** Returns the bytes in a buffer that is valid as long as this one. */
  public ByteBuffer toBuffer() {
    if (length > direct.capacity()) {
      return ByteBuffer.wrap(bytes, 0, length);
    }
    return direct.clear().put(bytes, 0, length).flip();
  }

  HeadBuffer put(byte[] source) {
    ensure(source.length);
    System.arraycopy(source, 0, bytes, length, source.length);
    length += source.length;
    return this;
  }

  /**
   * Appends the low bytes of the characters: fields hold ISO-8859-1 only. Whatever a filter or a
   * rule has made of them, they do not end the line.
   */
  @SuppressWarnings("deprecation") // exactly the copy that is wanted, and three times as fast
  HeadBuffer put(String source) {
    int count = source.length();
    ensure(count);
    source.getBytes(0, count, bytes, length);
    LineEnds.blank(bytes, length, length + count);
    length += count;
    return this;
  }

  /** Appends a field as it is. */
  @Override
  public void accept(HttpField field) {
    HttpHeader header = field.getHeader();
    if (header != null && header.asString().equals(field.getName())) {
      put(header.getBytesColonSpace());
    } else {
      put(field.getName()).put(": ");
    }
    put(field.getValue()).put(END);
  }

  @Override
  public void add(HttpHeader header, String value) {
    put(header.getBytesColonSpace()).put(value).put(END);
  }

  /** Writes the most common kind of address without making a text of it. */
  @Override
  public void addAddress(HttpHeader header, String before, SocketAddress last) {
    byte[] ipv4 = ClientAddress.ipv4(last);
    if (ipv4 == null) {
      FieldSink.super.addAddress(header, before, last);
      return;
    }
    put(header.getBytesColonSpace());
    if (before != null) {
      put(before).put(", ");
    }
    ensure(4 * "255.".length());
    for (int i = 0; i < ipv4.length; i++) {
      if (i > 0) {
        bytes[length++] = '.';
      }
      putDecimal(ipv4[i] & 0xFF);
    }
    put(END);
  }

  private void putDecimal(int number) {
    if (number >= 100) {
      bytes[length++] = (byte) ('0' + number / 100);
    }
    if (number >= 10) {
      bytes[length++] = (byte) ('0' + number / 10 % 10);
    }
    bytes[length++] = (byte) ('0' + number % 10);
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
