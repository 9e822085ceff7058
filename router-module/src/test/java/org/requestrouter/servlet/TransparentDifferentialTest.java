package org.requestrouter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same web application with Jetty's servlet and with ours: the back end sees the same. */
@Timeout(60)
class TransparentDifferentialTest {
  private static final List<String> TARGETS =
      List.of(
          "/",
          "/ctx",
          "/ctx/",
          "/ctx/p",
          "/ctx/p/",
          "/ctx/p/a/b?c=d&e=%20",
          "/ctx/px/a",
          "/ctx/p/a%20b;v=1/c?",
          "/ctx/p/a/./b/../c",
          "/ctx/p/a/b/..",
          "/ctx/p/a//b",
          "/ctx/q/../p/x",
          "/p",
          "/p/a?x",
          "/px",
          "/other",
          "/a/b/c?d=e/f?g");

  private static Server backend;

  @BeforeAll
  static void startBackend() throws Exception {
    backend = server(new Echo());
    backend.start();
  }

  @AfterAll
  static void stopBackend() throws Exception {
    backend.stop();
  }

  private static Server server(Handler handler) {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, 1, 1);
    HttpConnectionFactory http = connector.getConnectionFactory(HttpConnectionFactory.class);
    http.getHttpConfiguration().setUriCompliance(UriCompliance.UNSAFE);
    server.addConnector(connector);
    server.setHandler(handler);
    return server;
  }

  private static int port(Server server) {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  /** Answers with what it was asked. */
  private static final class Echo extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String content = Content.Source.asString(request, StandardCharsets.UTF_8);
      response.setStatus(299);
      response.getHeaders().put("X-Answer", "yes");
      Content.Sink.write(
          response,
          true,
          request.getMethod()
              + " "
              + request.getHttpURI().getPathQuery()
              + " "
              + request.getHeaders().get(HttpHeader.HOST)
              + " "
              + content,
          callback);
      return true;
    }
  }

  @ParameterizedTest(name = "context {0}, prefix {1}, to {2}")
  @CsvSource({
    "/,     ,   ''",
    "/,     ,   /",
    "/,     ,   /base",
    "/,     ,   /base/",
    "/,     /p, ''",
    "/,     /p, /base",
    "/,     /,  /base",
    "/,     /p/, /base/x",
    "/ctx,  ,   ''",
    "/ctx,  ,   /base",
    "/ctx,  /p, ''",
    "/ctx,  /p, /",
    "/ctx,  /p, /base/",
    "/ctx,  /p/, /base%20x",
    "/ctx,  /,  /a/../b"
  })
  void backEndSeesTheSame(String contextPath, String prefix, String path) throws Exception {
    Map<String, String> parameters =
        prefix == null
            ? Map.of("proxyTo", to(path))
            : Map.of("proxyTo", to(path), "prefix", prefix);

    List<String> theirs = ask(contextPath, parameters, AsyncProxyServlet.Transparent::new);
    List<String> ours = ask(contextPath, parameters, RouterServlet::new);

    assertEquals(String.join("\n", theirs), String.join("\n", ours));
    assertFalse(theirs.stream().noneMatch(answer -> answer.contains(" 299 ")), "nothing proxied");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "preserveHost=true",
    "preserveHost=false",
    "hostHeader=forced.test:99",
    "preserveHost=true;hostHeader=forced.test",
    "whiteList=127.0.0.1:PORT",
    "whiteList=other.test:80",
    "whiteList=other.test:80, 127.0.0.1:PORT",
    "blackList=127.0.0.1:PORT",
    "blackList=other.test:80",
    "whiteList=127.0.0.1:PORT;blackList=127.0.0.1:PORT"
  })
  void hostAndListsHaveTheSameEffect(String settings) throws Exception {
    Map<String, String> parameters = new HashMap<>(Map.of("proxyTo", to("/base")));
    for (String setting : settings.replace("PORT", "" + port(backend)).split(";", -1)) {
      int equals = setting.indexOf('=');
      parameters.put(setting.substring(0, equals), setting.substring(equals + 1));
    }

    List<String> theirs = ask("/ctx", parameters, AsyncProxyServlet.Transparent::new);
    List<String> ours = ask("/ctx", parameters, RouterServlet::new);

    assertEquals(String.join("\n", theirs), String.join("\n", ours));
  }

  private static String to(String path) {
    return "http://127.0.0.1:" + port(backend) + path;
  }

  /** What a client gets for each target, which includes what the back end has seen. */
  private static List<String> ask(
      String contextPath, Map<String, String> parameters, Supplier<HttpServlet> servlet)
      throws Exception {
    ServletContextHandler context = new ServletContextHandler(contextPath);
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    ServletHolder holder = new ServletHolder("proxy", servlet.get());
    holder.setAsyncSupported(true);
    holder.setInitParameters(parameters);
    context.addServlet(holder, "/*");
    Server server = server(context);
    server.start();
    try {
      List<String> answers = new ArrayList<>();
      for (String target : TARGETS) {
        answers.add("GET " + target + " -> " + get(server, target));
      }
      answers.add("POST -> " + post(server, contextPath.equals("/") ? "/p" : contextPath + "/p"));
      return answers;
    } finally {
      server.stop();
    }
  }

  private static String get(Server server, String target) throws IOException {
    try (Peer client = Peer.connect(port(server))) {
      client.get(target);
      return answer(client);
    }
  }

  private static String post(Server server, String target) throws IOException {
    try (Peer client = Peer.connect(port(server))) {
      client.post(target, "some content");
      return answer(client);
    }
  }

  private static String answer(Peer client) throws IOException {
    String head = client.head();
    String seen = Peer.status(head) == 299 ? client.text(head) : "";
    return " " + Peer.status(head) + " " + Peer.field(head, "X-Answer") + " " + seen;
  }
}
