package org.requestrouter.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.UnavailableException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * Finds the core request and response behind a servlet request. They exist once for each servlet
 * environment (ee10, ee11), in packages of the same shape, so that the methods are looked up in the
 * environment of the first request and kept: one servlet class then serves all environments.
 */
final class CoreRequests {
  private volatile MethodHandle coreRequest;
  private volatile MethodHandle coreResponse;

  /** Returns the core request that the container has made the servlet request for. */
  Request request(ServletRequest request) throws UnavailableException {
    try {
      if (coreRequest == null) {
        lookUp(unwrap(request).getClass());
      }
      return (Request) coreRequest.invoke(request);
    } catch (Throwable x) {
      throw notJetty(request, x);
    }
  }

  /** Returns the core response to a core request that {@link #request} has found. */
  Response response(Request request) throws UnavailableException {
    try {
      return ((Response.Wrapper) coreResponse.invoke(request)).getWrapped();
    } catch (Throwable x) {
      throw notJetty(request, x);
    }
  }

  private static ServletRequest unwrap(ServletRequest request) {
    ServletRequest current = request;
    while (current instanceof ServletRequestWrapper wrapper) {
      current = wrapper.getRequest();
    }
    return current;
  }

  private void lookUp(Class<?> apiRequest) throws ReflectiveOperationException {
    Class<?> environments = apiRequest;
    while (!environments.getSimpleName().equals("ServletApiRequest")) {
      environments = environments.getSuperclass();
    }
    String name = environments.getPackageName() + ".ServletContextRequest";
    Class<?> contextRequest = Class.forName(name, false, environments.getClassLoader());
    Class<?> contextResponse =
        Class.forName(
            environments.getPackageName() + ".ServletContextResponse",
            false,
            environments.getClassLoader());
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    coreResponse =
        lookup
            .findVirtual(
                contextRequest, "getServletContextResponse", MethodType.methodType(contextResponse))
            .asType(MethodType.methodType(Response.Wrapper.class, Request.class));
    coreRequest =
        lookup
            .findStatic(
                contextRequest,
                "getServletContextRequest",
                MethodType.methodType(contextRequest, ServletRequest.class))
            .asType(MethodType.methodType(Request.class, ServletRequest.class));
  }

  private static UnavailableException notJetty(Object request, Throwable cause) {
    UnavailableException unavailable =
        new UnavailableException("no Jetty request behind " + request);
    unavailable.initCause(cause);
    return unavailable;
  }
}
