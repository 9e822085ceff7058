package org.requestrouter.servlet;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/** Decompresses requests of the zlib format ("deflate") by a wrapped stream. */
final class DecodingFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(new Decoded(request), response);
  }

  private static final class Decoded extends HttpServletRequestWrapper {
    private ServletInputStream stream;

    Decoded(HttpServletRequest request) {
      super(request);
    }

    /** The field stays, as in many a filter: only the method tells. */
    @Override
    public long getContentLengthLong() {
      return -1;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      if (stream == null) {
        stream = new InflatedStream(super.getInputStream());
      }
      return stream;
    }
  }

  /** Is ready only when it has a byte to give, so that no read waits. */
  private static final class InflatedStream extends ServletInputStream {
    private final ServletInputStream beneath;
    private final Inflater inflater = new Inflater();
    private final byte[] compressed = new byte[512];
    private final byte[] plain = new byte[512];
    private int position;
    private int limit;
    private boolean ended;
    private IOException failure;

    InflatedStream(ServletInputStream beneath) {
      this.beneath = beneath;
    }

    @Override
    public boolean isFinished() {
      return ended && position == limit;
    }

    @Override
    public boolean isReady() {
      try {
        while (position == limit && !ended && failure == null) {
          if (!produce()) {
            return false;
          }
        }
      } catch (IOException x) {
        failure = x;
      } catch (DataFormatException x) {
        failure = new ZipException(x.getMessage());
      }
      return true;
    }

    /** Inflates, or feeds the inflater; false if nothing is there to feed it with. */
    private boolean produce() throws IOException, DataFormatException {
      position = 0;
      limit = inflater.inflate(plain);
      if (limit > 0) {
        return true;
      }
      if (!beneath.isReady()) {
        return false;
      }
      int count = beneath.read(compressed);
      ended = count < 0;
      if (count > 0) {
        inflater.setInput(compressed, 0, count);
      }
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      beneath.setReadListener(listener);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (failure != null) {
        throw failure;
      }
      if (isFinished()) {
        return -1;
      }
      int count = Math.min(length, limit - position);
      System.arraycopy(plain, position, into, offset, count);
      position += count;
      return count;
    }
  }
}
