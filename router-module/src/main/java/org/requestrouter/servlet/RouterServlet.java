package org.requestrouter.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.requestrouter.RequestRouter;
import org.requestrouter.backend.Backend;

/**
 * The servlet door: an asynchronous servlet that routes the requests it is mapped to. It drives the
 * core response of the request, so that it costs little more than the core door.
 */
public class RouterServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient CoreRequests coreRequests = new CoreRequests();
  private transient RequestRouter router;

  @Override
  public void init() throws ServletException {
    String name = getInitParameter("router");
    String wanted = name == null ? RequestRouter.DEFAULT_NAME : name;
    Server server = ContextHandler.getCurrentContextHandler().getServer();
    router =
        server.getBeans(RequestRouter.class).stream()
            .filter(candidate -> candidate.getName().equals(wanted))
            .findFirst()
            .orElseThrow(() -> new ServletException("no router '" + wanted + "' in this server"));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Request core = coreRequests.request(request);
    Backend backend = router.match(core);
    if (backend == null) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    AsyncCompletion completion = new AsyncCompletion(async, response);
    router.route(backend, core, coreRequests.response(core), completion);
  }
}
