package org.requestrouter.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.requestrouter.RequestRouter;
import org.requestrouter.config.ConfigurationException;

/**
 * The servlet door: an asynchronous servlet that routes the requests it is mapped to. It drives the
 * core response of the request, so that it costs little more than the core door; where a filter has
 * wrapped request or response, it goes through the wrappers' streams.
 *
 * <p>Init parameters: {@code router}, the name of a router of the server, default {@value
 * RequestRouter#DEFAULT_NAME}; or {@code proxyTo} and those that go with it, as in Jetty's {@code
 * AsyncProxyServlet.Transparent}. A value that cannot be used stops the start of the servlet.
 */
public class RouterServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private transient ServletDoor door;
  private transient ProxyTo proxy;
  private transient ContextHandler context;

  @Override
  public void init() throws ServletException {
    try {
      context = ContextHandler.getCurrentContextHandler();
    } catch (LinkageError x) {
      throw notJetty(x);
    }
    if (context == null) {
      throw notJetty(null);
    }
    InitParameters parameters = new InitParameters(getServletConfig());
    try {
      parameters.check();
      open(parameters, context.getServer());
    } catch (ConfigurationException x) {
      throw refused(x);
    }
  }

  private void open(InitParameters parameters, Server server) throws ServletException {
    RequestRouter router;
    if (parameters.text(InitParameters.PROXY_TO) == null) {
      router = find(parameters, server);
    } else {
      proxy = new ProxyTo(getServletConfig(), parameters, server);
      router = proxy.router();
      start(router);
    }
    door = new ServletDoor(getServletConfig(), router, proxy, server.getThreadPool());
  }

  private RequestRouter find(InitParameters parameters, Server server) {
    String given = parameters.text(InitParameters.ROUTER);
    String wanted = given == null ? RequestRouter.DEFAULT_NAME : given;
    return server.getBeans(RequestRouter.class).stream()
        .filter(candidate -> candidate.getName().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new ConfigurationException("no router '" + wanted + "' in this server"));
  }

  /** The context's bean, so that dumps and JMX show it, but the servlet's to start and stop. */
  private void start(RequestRouter router) throws ServletException {
    try {
      router.start();
      context.addBean(router, false);
    } catch (ConfigurationException x) {
      throw x;
    } catch (Exception x) {
      throw new ServletException(prefix() + "the router does not start", x);
    }
  }

  private ServletException refused(ConfigurationException x) {
    return new ServletException(prefix() + x.getMessage());
  }

  private String prefix() {
    return "servlet '" + getServletName() + "': ";
  }

  private ServletException notJetty(Throwable cause) {
    return new ServletException(
        prefix()
            + "works in Jetty's ee10 and ee11 environments only, not in "
            + getServletContext().getServerInfo(),
        cause);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    door.service(request, response);
  }

  @Override
  public void destroy() {
    if (proxy != null) {
      context.removeBean(proxy.router());
      try {
        proxy.router().stop();
      } catch (Exception x) {
        log("the router does not stop", x);
      }
    }
  }
}
