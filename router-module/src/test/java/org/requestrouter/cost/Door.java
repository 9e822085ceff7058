package org.requestrouter.cost;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.requestrouter.RequestRouter;
import org.requestrouter.RouterContextHandler;
import org.requestrouter.RouterHandler;
import org.requestrouter.servlet.RouterServlet;

/** The entries of the router that keep a request on the thread that has read it. */
enum Door {
  /** The handler before the webapps. */
  CORE {
    @Override
    Handler handler(RequestRouter router) {
      return before(new RouterHandler(router));
    }
  },
  /** The servlet in its own context. */
  SERVLET {
    @Override
    Handler handler(RequestRouter router) {
      ServletContextHandler context = new ServletContextHandler("/");
      ServletHolder holder = new ServletHolder(new RouterServlet());
      holder.setInitParameter("router", RequestRouter.DEFAULT_NAME);
      holder.setAsyncSupported(true);
      context.addServlet(holder, "/*");
      return before(new RouterContextHandler(context));
    }
  };

  abstract Handler handler(RequestRouter router);

  /** Webapps may block, which must not concern the requests that are not for them. */
  private static Handler before(Handler.Wrapper door) {
    door.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            return false;
          }
        });
    return door;
  }
}
