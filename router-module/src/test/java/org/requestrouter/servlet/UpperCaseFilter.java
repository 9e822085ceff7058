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

/** Turns the letters of a request's content to upper case, and may add or withhold some. */
final class UpperCaseFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final int surplus;

  /** Creates a filter that adds so many bytes to what the request's length says. */
  UpperCaseFilter(int surplus) {
    this.surplus = surplus;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(
        new HttpServletRequestWrapper(request) {
          @Override
          public ServletInputStream getInputStream() throws IOException {
            return new UpperCaseStream(super.getInputStream(), surplus);
          }
        },
        response);
  }

  private static final class UpperCaseStream extends ServletInputStream {
    private final ServletInputStream beneath;
    private int surplus;

    UpperCaseStream(ServletInputStream beneath, int surplus) {
      this.beneath = beneath;
      this.surplus = surplus;
    }

    @Override
    public boolean isFinished() {
      return beneath.isFinished() && surplus <= 0;
    }

    @Override
    public boolean isReady() {
      return beneath.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      beneath.setReadListener(listener);
    }

    @Override
    public int read() throws IOException {
      return Character.toUpperCase(beneath.read());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = beneath.read(into, offset, length - Math.max(0, surplus));
      if (count < 0) {
        return -1;
      }
      for (int i = offset; i < offset + count; i++) {
        into[i] = (byte) Character.toUpperCase(into[i]);
      }
      int total = count + surplus;
      surplus = 0;
      return total;
    }
  }
}
