package org.requestrouter.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.requestrouter.RequestRouter;
import org.requestrouter.Route;
import org.requestrouter.exchange.ExtendedConnect;
import org.requestrouter.exchange.Failure;

/** What a servlet does with its requests: finds the backend, and hands all over to the router. */
final class ServletDoor {
  /** The name of the servlet that Jetty gives to every web application for its files. */
  static final String DEFAULT_SERVLET = "default";

  private final ServletConfig config;
  private final RequestRouter router;
  private final ProxyTo proxy;
  private final Executor executor;
  private final ToIntFunction<Failure.Kind> statuses;
  private final CoreRequests coreRequests = new CoreRequests();

  /**
   * Creates a door.
   *
   * @param proxy how requests are rewritten, or null if the router's rules decide about them
   * @param executor for the application's code
   */
  ServletDoor(ServletConfig config, RequestRouter router, ProxyTo proxy, Executor executor) {
    this.config = config;
    this.router = router;
    this.proxy = proxy;
    this.executor = executor;
    this.statuses = proxy == null ? Failure.Kind::status : ProxyTo::status;
  }

  void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Request own = coreRequests.request(request);
    StreamRequest wrapped = coreRequests.isOwn(request) ? null : new StreamRequest(own, request);
    Request asked = ExtendedConnect.view(wrapped == null ? own : wrapped);
    Request sent = proxy == null ? asked : proxy.rewrite(asked);
    if (sent == null) {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    Route route = proxy == null ? router.match(sent) : router.defaultRoute();
    if (route.isToWebapps()) {
      passOn(request, response);
      return;
    }
    Response core = coreRequests.response(request);
    Response direct = coreRequests.isOwn(response) ? coreRequests.beneathContext(core) : null;
    StreamResponse streamed = direct == null ? new StreamResponse(sent, core, response) : null;
    AsyncContext async = startAsync(request, response);
    AsyncCompletion completion =
        wrapped == null && streamed == null
            ? new AsyncCompletion(async, response, executor, statuses)
            : new StreamCompletion(async, response, executor, statuses).of(wrapped, streamed);
    router.route(route, sent, streamed == null ? direct : streamed, completion);
  }

  private AsyncContext startAsync(HttpServletRequest request, HttpServletResponse response)
      throws ServletException {
    if (!request.isAsyncSupported()) {
      throw new ServletException(
          "servlet '"
              + config.getServletName()
              + "' needs <async-supported>true</async-supported>, and so does every filter before"
              + " it");
    }
    AsyncContext async = request.startAsync(request, response);
    // The router has timeouts of its own.
    async.setTimeout(0);
    return async;
  }

  /** What the rules leave to the webapps is for this one's files here. */
  private void passOn(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    RequestDispatcher files =
        config.getServletName().equals(DEFAULT_SERVLET)
            ? null
            : config.getServletContext().getNamedDispatcher(DEFAULT_SERVLET);
    if (files == null) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else {
      files.forward(new DefaultServletRequest(request), response);
    }
  }
}
