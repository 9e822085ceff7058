package org.requestrouter;

import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;
import org.requestrouter.config.ConfigurationException;
import org.requestrouter.connector.ReaderThread;

/**
 * Gives the router's servlet a context that never waits for a thread. Jetty takes every servlet
 * context for one that may block, and dispatches its requests, but nothing in this one does. So it
 * stands before the webapps' contexts rather than among them, and serves its requests on the thread
 * that has read them. Which requests these are is decided as if it were the first among the
 * contexts: the longest context path wins. The others go on to the webapps, dispatched if these may
 * block.
 */
public final class RouterContextHandler extends Handler.Wrapper {
  private final ContextHandler context;
  private final Request.Handler webappsFirst = new WebappsFirst();
  private ContextPrecedence precedence;

  /**
   * Creates the handler of a context.
   *
   * @param context the context of the router's servlet; filters in it must not block either
   */
  public RouterContextHandler(ContextHandler context) {
    this.context = context;
    installBean(context);
  }

  /** The path of the context. */
  public String getContextPath() {
    return context.getContextPath();
  }

  /**
   * Sets the path of the context; default {@code /}.
   *
   * @throws ConfigurationException if no context can have that path
   */
  public void setContextPath(String path) {
    if (!path.equals("/") && !isPath(path)) {
      throw new ConfigurationException(
          "request-router.contextPath '"
              + path
              + "': must be / or as /path, without a / at its end");
    }
    context.setContextPath(path);
  }

  private static boolean isPath(String path) {
    return path.startsWith("/")
        && !path.endsWith("/")
        && !path.contains("*")
        && path.equals(URIUtil.canonicalPath(path));
  }

  @Override
  public List<Handler> getHandlers() {
    Handler next = getHandler();
    return next == null ? List.of(context) : List.of(context, next);
  }

  @Override
  public InvocationType getInvocationType() {
    return ReaderThread.dispatching(super.getInvocationType());
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    precedence = new ContextPrecedence(context, this);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Handler webapps = getHandler();
    if (webapps == null || precedence.isOwn(request.getHttpURI().getCanonicalPath())) {
      return context.handle(request, response, callback)
          || (webapps != null && Webapps.handle(webapps, request, response, callback));
    }
    return Webapps.handle(webappsFirst, request, response, callback);
  }

  /** What a context with a longer path leaves, by its virtual hosts for example, may come here. */
  private final class WebappsFirst implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      return getHandler().handle(request, response, callback)
          || context.handle(request, response, callback);
    }

    @Override
    public InvocationType getInvocationType() {
      return getHandler().getInvocationType();
    }
  }
}
