package org.requestrouter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the servlet works, and what it says where it does not. */
@Timeout(60)
class EnvironmentTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static Fixture startEe11(boolean wrapped) throws Exception {
    org.eclipse.jetty.ee11.servlet.ServletContextHandler context =
        new org.eclipse.jetty.ee11.servlet.ServletContextHandler("/");
    org.eclipse.jetty.ee11.servlet.ServletHolder holder =
        new org.eclipse.jetty.ee11.servlet.ServletHolder("router", new RouterServlet());
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/*");
    if (wrapped) {
      org.eclipse.jetty.ee11.servlet.FilterHolder filter =
          new org.eclipse.jetty.ee11.servlet.FilterHolder(
              (request, response, chain) ->
                  chain.doFilter(
                      request, new HttpServletResponseWrapper((HttpServletResponse) response)));
      filter.setAsyncSupported(true);
      context.addFilter(filter, "/*", EnumSet.of(jakarta.servlet.DispatcherType.REQUEST));
    }
    return Fixture.start(fixture -> fixture.server.setHandler(context));
  }

  private static void assertRoutes(Fixture fixture) throws IOException {
    try (Peer client = fixture.client()) {
      client.post("/x", "hello");
      try (Peer upstream = fixture.accept()) {
        String head = upstream.head();
        assertTrue(head.startsWith("POST /x "));
        assertEquals("hello", upstream.text(head));
        upstream.send(OK);
        assertEquals("ok", client.text(client.head()));
      }
    }
  }

  @Test
  void sameClassWorksInEe11() throws Exception {
    try (Fixture fixture = startEe11(false)) {
      assertRoutes(fixture);
    }
  }

  @Test
  void sameClassHonoursWrappersInEe11() throws Exception {
    try (Fixture fixture = startEe11(true)) {
      assertRoutes(fixture);
    }
  }

  @Test
  void errorsOfEe11HaveTheirStatus() throws Exception {
    try (Fixture fixture = startEe11(false);
        Peer client = fixture.client()) {
      fixture.refuse();

      assertEquals(503, Peer.status(client.get("/").head()));
    }
  }

  /** A handler within the context, for example one that compresses, must not be missed out. */
  @Test
  void handlerWithinTheContextIsHonoured() throws Exception {
    try (Fixture fixture =
            Fixture.start(
                f -> {
                  f.context.insertHandler(new Marking());
                  f.servlet("/*", holder -> {});
                });
        Peer client = fixture.client()) {
      client.get("/");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        upstream.chunk("some content").send("0\r\n\r\n");
        assertEquals("SOME CONTENT", client.text(client.head()));
      }
    }
  }

  /** Turns content to upper case. */
  private static final class Marking extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      return super.handle(
          request,
          new Response.Wrapper(request, response) {
            @Override
            public void write(boolean last, ByteBuffer content, Callback written) {
              ByteBuffer upper = content == null ? null : upperCase(content);
              super.write(last, upper, written);
            }
          },
          callback);
    }

    private static ByteBuffer upperCase(ByteBuffer content) {
      ByteBuffer upper = ByteBuffer.allocate(content.remaining());
      while (content.hasRemaining()) {
        upper.put((byte) Character.toUpperCase(content.get()));
      }
      return upper.flip();
    }
  }

  @Test
  void servletThatIsNotAsynchronousSaysWhatIsMissing() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (Fixture fixture =
            Fixture.start(
                f -> {
                  f.filter(
                      (request, response, chain) -> {
                        try {
                          chain.doFilter(request, response);
                        } catch (ServletException x) {
                          thrown.set(x);
                          throw x;
                        }
                      });
                  f.servlet("/*", holder -> holder.setAsyncSupported(false));
                });
        Peer client = fixture.client()) {
      assertEquals(500, Peer.status(client.get("/").head()));
      assertEquals(
          "servlet 'router' needs <async-supported>true</async-supported>, and so does every filter"
              + " before it",
          thrown.get().getMessage());
    }
  }

  private static ServletConfig foreignConfig() {
    ServletContext context = mock(ServletContext.class);
    when(context.getServerInfo()).thenReturn("Other/1.0");
    ServletConfig config = mock(ServletConfig.class);
    when(config.getServletName()).thenReturn("mine");
    when(config.getServletContext()).thenReturn(context);
    return config;
  }

  private static void assertSaysWhereItWorks(Servlet servlet) {
    ServletException refusal =
        assertThrows(ServletException.class, () -> servlet.init(foreignConfig()));
    assertEquals(
        "servlet 'mine': works in Jetty's ee10 and ee11 environments only, not in Other/1.0",
        refusal.getMessage());
  }

  @Test
  void otherContainerIsNamed() {
    assertSaysWhereItWorks(new RouterServlet());
  }

  @Test
  void otherContainerWithoutJettysClassesIsNamed() throws Exception {
    Class<?> servlet = new WithoutJetty().loadClass(RouterServlet.class.getName());

    assertSaysWhereItWorks((Servlet) servlet.getConstructor().newInstance());
  }

  @Test
  void requestOfAnotherEnvironmentIsNamed() {
    HttpServletRequest request = mock(HttpServletRequest.class);

    ServletException refusal =
        assertThrows(ServletException.class, () -> new CoreRequests().isOwn(request));

    assertTrue(refusal.getMessage().startsWith("no request of Jetty's ee10 or ee11 behind "));
  }

  /** Loads our classes anew, and none of Jetty's. */
  private static final class WithoutJetty extends ClassLoader {
    WithoutJetty() {
      super(EnvironmentTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.eclipse.jetty.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("org.requestrouter.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        in.transferTo(bytes);
        return defineClass(name, bytes.toByteArray(), 0, bytes.size());
      } catch (IOException x) {
        throw new ClassNotFoundException(name, x);
      }
    }
  }
}
