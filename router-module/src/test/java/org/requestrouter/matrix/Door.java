package org.requestrouter.matrix;

import org.eclipse.jetty.server.Handler;
import org.requestrouter.RequestRouter;
import org.requestrouter.RouterContextHandler;
import org.requestrouter.RouterHandler;
import org.requestrouter.servlet.RouterServlet;

/** The entries of the router. */
enum Door {
  /** The handler before the contexts. */
  CORE {
    @Override
    Handler handler(RequestRouter router) {
      return new RouterHandler(router);
    }
  },
  /** The servlet in its own context of ee10. */
  EE10 {
    @Override
    Handler handler(RequestRouter router) {
      var context = new org.eclipse.jetty.ee10.servlet.ServletContextHandler("/");
      var holder = new org.eclipse.jetty.ee10.servlet.ServletHolder(new RouterServlet());
      holder.setAsyncSupported(true);
      context.addServlet(holder, "/*");
      return new RouterContextHandler(context);
    }
  },
  /** The servlet in its own context of ee11. */
  EE11 {
    @Override
    Handler handler(RequestRouter router) {
      var context = new org.eclipse.jetty.ee11.servlet.ServletContextHandler("/");
      var holder = new org.eclipse.jetty.ee11.servlet.ServletHolder(new RouterServlet());
      holder.setAsyncSupported(true);
      context.addServlet(holder, "/*");
      return new RouterContextHandler(context);
    }
  };

  abstract Handler handler(RequestRouter router);
}
