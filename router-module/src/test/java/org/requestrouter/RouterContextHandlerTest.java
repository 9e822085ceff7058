package org.requestrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.eclipse.jetty.http.HttpTester;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.config.ConfigurationException;

/** Which requests the router's own context takes, and which it leaves to the others. */
@Timeout(30)
class RouterContextHandlerTest {
  private final Server server = new Server();
  private final LocalConnector connector = new LocalConnector(server);
  private final ContextHandlerCollection webapps = new ContextHandlerCollection();
  private final RouterContextHandler own =
      new RouterContextHandler(new ContextHandler(new Named("own", InvocationType.NON_BLOCKING)));

  /** Answers with its name. */
  private static final class Named extends Handler.Abstract {
    private final String name;

    Named(String name, InvocationType type) {
      super(type);
      this.name = name;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Content.Sink.write(response, true, name, callback);
      return true;
    }
  }

  private void start(String contextPath) throws Exception {
    own.setContextPath(contextPath);
    own.setHandler(webapps);
    server.addConnector(connector);
    server.setHandler(own);
    server.start();
  }

  private ContextHandler deploy(InvocationType type, String contextPath, String... virtualHosts) {
    ContextHandler context = new ContextHandler(new Named(contextPath, type), contextPath);
    context.setVirtualHosts(List.of(virtualHosts));
    webapps.addHandler(context);
    return context;
  }

  private String get(String target) throws Exception {
    HttpTester.Response response =
        HttpTester.parseResponse(
            connector.getResponse("GET " + target + " HTTP/1.1\r\nHost: a.test\r\n\r\n"));
    return response.getStatus() == 200
        ? response.getContent()
        : Integer.toString(response.getStatus());
  }

  @AfterEach
  void stop() {
    LifeCycle.stop(server);
  }

  @ParameterizedTest
  @EnumSource
  void theLongestContextPathWins(InvocationType webappsType) throws Exception {
    deploy(webappsType, "/");
    deploy(webappsType, "/own/longer");
    deploy(webappsType, "/own");
    start("/own");

    assertEquals("/", get("/"));
    assertEquals("/", get("/owner"));
    assertEquals("own", get("/own/"));
    assertEquals("own", get("/own/long"));
    assertEquals("own", get("/own/longest"));
    assertEquals("/own/longer", get("/own/longer/"));
    assertEquals("/own/longer", get("/own/longer/x?y"));
    assertEquals("/own/longer", get("/own/x/../%6Conger/x"));
  }

  @Test
  void theRootTakesWhatHasNoContextOfItsOwn() throws Exception {
    deploy(InvocationType.BLOCKING, "/a");
    deploy(InvocationType.BLOCKING, "/b");
    start("/");

    assertEquals("/a", get("/a/"));
    assertEquals("/b", get("/b/x"));
    assertEquals("own", get("/c"));
    assertEquals("own", get("/"));
  }

  @Test
  void whatNoContextTakesIsNotFound() throws Exception {
    deploy(InvocationType.BLOCKING, "/a");
    start("/own");

    assertEquals("404", get("/x"));
  }

  @ParameterizedTest
  @CsvSource({"a.test, /x", "b.test, own"})
  void aLongerPathOfOtherVirtualHostsLeavesTheRequest(String virtualHost, String expected)
      throws Exception {
    deploy(InvocationType.BLOCKING, "/x", virtualHost);
    start("/");

    assertEquals(expected, get("/x/"));
  }

  @ParameterizedTest
  @CsvSource({"a.test, /", "b.test, own"})
  void ofEqualPathsThatWithVirtualHostsComesFirst(String virtualHost, String expected)
      throws Exception {
    deploy(InvocationType.BLOCKING, "/", virtualHost);
    start("/");

    assertEquals(expected, get("/x"));
  }

  @Test
  void aContextThatIsDeployedLaterTakesItsPath() throws Exception {
    deploy(InvocationType.BLOCKING, "/a");
    start("/");
    assertEquals("own", get("/later/"));

    ContextHandler later = deploy(InvocationType.BLOCKING, "/later");
    later.start();
    assertEquals("/later", get("/later/"));
    webapps.removeHandler(later);
    assertEquals("own", get("/later/"));
  }

  @Test
  void severalOwnContextsLeaveEachOtherTheirPaths() throws Exception {
    RouterContextHandler other =
        new RouterContextHandler(
            new ContextHandler(new Named("other", InvocationType.NON_BLOCKING)));
    other.setContextPath("/other");
    other.setHandler(webapps);
    deploy(InvocationType.BLOCKING, "/other/a");
    own.setHandler(other);
    server.addConnector(connector);
    server.setHandler(own);
    server.start();

    assertEquals("own", get("/x"));
    assertEquals("other", get("/other/x"));
    assertEquals("/other/a", get("/other/a/x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "routed", "/routed/", "/*", "/a/../b", "/a?b"})
  void aPathThatNoContextCanHaveIsRefused(String path) {
    String message =
        assertThrows(ConfigurationException.class, () -> own.setContextPath(path)).getMessage();
    assertTrue(message.startsWith("request-router.contextPath '" + path + "': "), message);
  }
}
