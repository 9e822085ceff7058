package org.requestrouter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletException;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.requestrouter.RequestRouter;

/** What cannot be used stops the start, with name and value. */
class InitParametersTest {
  private final Server server = new Server();
  private final ServletContextHandler context = new ServletContextHandler("/app");

  @AfterEach
  void stop() {
    LifeCycle.stop(server);
  }

  private void start(Map<String, String> parameters) throws Exception {
    ServletHolder holder = new ServletHolder("mine", RouterServlet.class);
    holder.setInitOrder(1);
    holder.setAsyncSupported(true);
    holder.setInitParameters(parameters);
    context.addServlet(holder, "/*");
    server.setHandler(context);
    server.start();
  }

  private String refusal(Map<String, String> parameters) {
    return assertThrows(ServletException.class, () -> start(parameters)).getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "timeout        | soon            | not a duration",
        "timeout        | 1y              | unknown unit 'y'",
        "idleTimeout    | 1.5             | unknown unit '.5'",
        "hostHeader     | a b             | must be a host",
        "viaHost        | a b             | must be one word",
        "trustedProxies | lb.example      | is no IPv4 or IPv6 network",
        "preserveHost   | yes             | must be true or false",
        "maxConnections | many            | must be a number from 0",
        "maxConnections | -1              | must be a number from 0",
        "prefix         | p               | must begin with '/'"
      })
  void badValueIsRefused(String name, String value, String reason) {
    String message = refusal(Map.of("proxyTo", "http://127.0.0.1:8080", name, value));

    assertTrue(message.startsWith("servlet 'mine': init parameter '" + name + "'"), message);
    assertTrue(message.contains("'" + value + "'"), message);
    assertTrue(message.contains(reason), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1:8080        | must be as http://127.0.0.1:8081/path",
        "//127.0.0.1:8080/     | must begin with http://",
        "ftp://127.0.0.1       | unknown scheme 'ftp'",
        "unix:/run/app.sock     | a unix-domain socket leaves no room for a path",
        "http://127.0.0.1/a?b  | a query or a fragment is not allowed",
        "http://127.0.0.1/a#b  | a query or a fragment is not allowed",
        "http://me@127.0.0.1/  | user information is not allowed",
        "http://127.0.0.1:0/   | the port must be from 1",
        "http://127.0.0.1/a b  | Illegal character in path",
        "http://127.0.0.1/../b | the path leads above the root",
        "''                    | a URI such as http://127.0.0.1:8081 is required"
      })
  void badTargetIsRefused(String value, String reason) {
    String message = refusal(Map.of("proxyTo", value));

    assertTrue(
        message.startsWith("servlet 'mine': init parameter 'proxyTo' '" + value + "': "), message);
    assertTrue(message.contains(reason), message);
  }

  @Test
  void targetAndRouterDoNotGoTogether() {
    assertEquals(
        "servlet 'mine': init parameter 'router' 'default': cannot be used together with 'proxyTo'",
        refusal(Map.of("proxyTo", "http://127.0.0.1", "router", "default")));
  }

  @Test
  void settingsOfTheTargetNeedATarget() {
    assertEquals(
        "servlet 'mine': init parameter 'prefix' '/p': can only be used together with 'proxyTo'",
        refusal(Map.of("prefix", "/p", "router", "default")));
  }

  @Test
  void unknownRouterIsRefused() {
    assertEquals(
        "servlet 'mine': no router 'other' in this server", refusal(Map.of("router", "other")));
  }

  @Test
  void parametersOfJettysClientAreAccepted() throws Exception {
    start(
        Map.of(
            "proxyTo", "http://127.0.0.1:8080/",
            "maxThreads", "-",
            "selectors", "2",
            "requestBufferSize", "1",
            "responseBufferSize", "1",
            "maxRequestHeadersSize", "1",
            "maxResponseHeadersSize", "1",
            "useDirectByteBuffers", "true",
            "unknownOne", "x"));

    assertTrue(context.isStarted());
  }

  @Test
  void routerOfTheTargetLivesAndEndsWithTheServlet() throws Exception {
    start(Map.of("proxyTo", "http://127.0.0.1:8080/", "timeout", "0", "idleTimeout", "-1"));
    RequestRouter router = context.getBean(RequestRouter.class);

    assertTrue(router.isStarted());
    assertEquals("/app/mine", router.getName());
    assertTrue(server.dump().contains("RequestRouter[/app/mine"), "visible in dumps");

    context.stop();

    assertTrue(router.isStopped());
    assertEquals(0, context.getBeans(RequestRouter.class).size());
  }
}
