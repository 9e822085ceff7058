package org.requestrouter.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
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
  private static final String API_REQUEST = "ServletApiRequest";

  private volatile Environment environment;

  /** What is looked up: the container's own classes, and the ways from a request to its core. */
  private record Environment(
      Class<?> apiRequest,
      Class<?> apiResponse,
      Class<?> contextResponse,
      MethodHandle coreRequest,
      MethodHandle coreResponse) {}

  /** Whether a request is the container's own object, so that nothing has wrapped it. */
  boolean isOwn(ServletRequest request) throws ServletException {
    return environment(request).apiRequest.isInstance(request);
  }

  /** Whether a response is the container's own object; its request has been asked for before. */
  boolean isOwn(ServletResponse response) {
    return environment.apiResponse.isInstance(response);
  }

  /** Returns the core request that a servlet request was made for. */
  Request request(ServletRequest request) throws ServletException {
    Environment current = environment(request);
    try {
      return (Request) current.coreRequest.invokeExact(request);
    } catch (Throwable x) {
      throw notJetty(request, x);
    }
  }

  /** Returns the core response that a servlet request was made for. */
  Response response(ServletRequest request) throws ServletException {
    Environment current = environment(request);
    try {
      return (Response) current.coreResponse.invokeExact(request);
    } catch (Throwable x) {
      throw notJetty(request, x);
    }
  }

  /**
   * Returns the response beneath the servlet context's own, which counts what servlets write. Null
   * if a handler within the context has wrapped that again and would be missed out.
   */
  Response beneathContext(Response response) {
    return environment.contextResponse.isInstance(response)
        ? ((Response.Wrapper) response).getWrapped()
        : null;
  }

  /** Returns the container's own request. */
  static ServletRequest unwrap(ServletRequest request) {
    ServletRequest current = request;
    while (current instanceof ServletRequestWrapper wrapper) {
      current = wrapper.getRequest();
    }
    return current;
  }

  /** Returns the container's own response. */
  static HttpServletResponse unwrap(HttpServletResponse response) {
    ServletResponse current = response;
    while (current instanceof ServletResponseWrapper wrapper) {
      current = wrapper.getResponse();
    }
    return (HttpServletResponse) current;
  }

  private Environment environment(ServletRequest request) throws ServletException {
    Environment current = environment;
    if (current == null) {
      try {
        current = lookUp(apiRequest(unwrap(request)));
      } catch (ReflectiveOperationException | LinkageError x) {
        throw notJetty(request, x);
      }
      environment = current;
    }
    return current;
  }

  private static Class<?> apiRequest(ServletRequest request) throws ClassNotFoundException {
    Class<?> current = request.getClass();
    while (current != null && !current.getSimpleName().equals(API_REQUEST)) {
      current = current.getSuperclass();
    }
    if (current == null) {
      throw new ClassNotFoundException("no " + API_REQUEST);
    }
    return current;
  }

  private static Environment lookUp(Class<?> apiRequest) throws ReflectiveOperationException {
    Class<?> contextRequest = sibling(apiRequest, "ServletContextRequest");
    Class<?> channel = sibling(apiRequest, "ServletChannel");
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    MethodHandle toChannel =
        MethodHandles.filterReturnValue(
            lookup.findStatic(
                contextRequest,
                "getServletContextRequest",
                MethodType.methodType(contextRequest, ServletRequest.class)),
            lookup.findVirtual(
                contextRequest, "getServletChannel", MethodType.methodType(channel)));
    return new Environment(
        apiRequest,
        sibling(apiRequest, "ServletApiResponse"),
        sibling(apiRequest, "ServletContextResponse"),
        fromChannel(lookup, toChannel, "getRequest", Request.class),
        fromChannel(lookup, toChannel, "getResponse", Response.class));
  }

  private static MethodHandle fromChannel(
      MethodHandles.Lookup lookup, MethodHandle toChannel, String getter, Class<?> type)
      throws ReflectiveOperationException {
    Class<?> channel = toChannel.type().returnType();
    return MethodHandles.filterReturnValue(
        toChannel, lookup.findVirtual(channel, getter, MethodType.methodType(type)));
  }

  private static Class<?> sibling(Class<?> type, String name) throws ClassNotFoundException {
    return Class.forName(type.getPackageName() + "." + name, false, type.getClassLoader());
  }

  private static ServletException notJetty(ServletRequest request, Throwable cause) {
    return new ServletException(
        "no request of Jetty's ee10 or ee11 behind " + request.getClass().getName(), cause);
  }
}
