package org.requestrouter.servlet;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

/** Compresses responses the way that an application's filter does: by a wrapped stream. */
final class GzipFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(request, new Compressed(response));
  }

  private static final class Compressed extends HttpServletResponseWrapper {
    private GzipStream stream;

    Compressed(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void setHeader(String name, String value) {
      if (!name.equalsIgnoreCase("Content-Length")) {
        super.setHeader(name, value);
      }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      if (stream == null) {
        super.setHeader("Content-Encoding", "gzip");
        stream = new GzipStream(super.getOutputStream());
      }
      return stream;
    }
  }

  /** Never writes twice without asking whether the stream beneath is ready. */
  private static final class GzipStream extends ServletOutputStream {
    private final ServletOutputStream beneath;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final GZIPOutputStream gzip = new GZIPOutputStream(bytes, true);
    private boolean flushLater;

    GzipStream(ServletOutputStream beneath) throws IOException {
      this.beneath = beneath;
    }

    @Override
    public boolean isReady() {
      if (!beneath.isReady()) {
        return false;
      }
      if (!flushLater) {
        return true;
      }
      try {
        flushLater = false;
        beneath.flush();
        return beneath.isReady();
      } catch (IOException x) {
        return true;
      }
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      beneath.setWriteListener(listener);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      gzip.write(source, offset, length);
      writeBeneath();
    }

    @Override
    public void flush() throws IOException {
      gzip.flush();
      writeBeneath();
      if (beneath.isReady()) {
        beneath.flush();
      } else {
        flushLater = true;
      }
    }

    @Override
    public void close() throws IOException {
      gzip.close();
      writeBeneath();
      beneath.close();
    }

    private void writeBeneath() throws IOException {
      byte[] compressed = bytes.toByteArray();
      bytes.reset();
      if (compressed.length > 0) {
        beneath.write(compressed, 0, compressed.length);
      }
    }
  }
}
