package org.requestrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.requestrouter.RulesText.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.eclipse.jetty.jmx.MBeanContainer;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.requestrouter.config.ConfigurationException;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.upstream.CapturedLog;
import org.requestrouter.upstream.JettyProxies;

/** Whatever would stop a start is refused by a reload with the same words, and changes nothing. */
class BadReloadTest {
  private final Server server = new Server();
  private final RequestRouter router = new RequestRouter(server, new RoutingConfig());
  @TempDir private Path directory;
  private Path file;

  @AfterEach
  void stopServer() throws Exception {
    server.stop();
  }

  private void start() throws Exception {
    file =
        new RulesText()
            .backend("b", server("s", "https://127.0.0.1:1"), server("t", 2))
            .defaultBackend("b")
            .writeTo(directory.resolve("rules.xml"));
    router.setRules(file.toString());
    router.setScanInterval(0);
    server.addBean(router);
    server.start();
  }

  private String messageOfAStart() throws Exception {
    Server other = new Server();
    RequestRouter starting = new RequestRouter(other, new RoutingConfig());
    starting.setRules(file.toString());
    other.addBean(starting);
    try {
      return assertThrows(ConfigurationException.class, other::start).getMessage();
    } finally {
      other.stop();
    }
  }

  /** All that could have been changed, as text. */
  private String state() {
    return List.of(
            router.backends(),
            router.getBeans(),
            router.getBean(JettyProxies.class).getBeans(),
            new TreeSet<>(router.getMetrics().registry().getNames()),
            router.backends().get(0).servers(),
            router.getLastLoad())
        .toString();
  }

  /** The new backends stand before the mistake, so that much is done when it is found. */
  private static RulesText good() {
    return new RulesText()
        .backend("b", server("s", "https://127.0.0.1:9"), server("t", 8))
        .backend("n", server("s", "https://127.0.0.1:7"), server("t", 6))
        .defaultBackend("n");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "<Call name='acl'><Arg>a</Arg><Arg>path_bag /x</Arg></Call>|path_bag",
        "<Call name='acl'><Arg>a</Arg><Arg>path -f none.lst</Arg></Call>|none.lst",
        "<Call name='useBackend'><Arg>b</Arg><Arg>nobody</Arg></Call>|no such ACL 'nobody'",
        "<Call name='useBackend'><Arg>nowhere</Arg></Call>|unknown backend",
        "<Set name='defaultBackend'>nowhere</Set>|unknown backend",
        "<Call name='backend'><Arg>c</Arg></Call>|has no server",
        "<Call name='backend'><Arg>c</Arg>"
            + "<Call name='server'><Arg>s</Arg><Arg>http://no-such-host.invalid</Arg></Call></Call>"
            + "|unknown host",
        "<Call name='backend'><Arg>c</Arg>"
            + "<Call name='server'><Arg>s</Arg><Arg>https://127.0.0.1:5</Arg></Call>"
            + "<Call name='server'><Arg>t</Arg><Arg>https://127.0.0.1:4</Arg>"
            + "<Set name='trustStore'>none.p12</Set></Call></Call>|none.p12",
        "<Call name='backend'><Arg>c</Arg><Set name='balance'>worst</Set></Call>|worst",
        "<Call name='crossOrigin'><Arg>c</Arg><Set name='allowedOrigins'>a.test</Set></Call>"
            + "|a.test",
        "<Call name='crossOrigin'><Arg>c</Arg></Call>|has no allowedOrigins",
        "<Call name='useBackend'><Arg>b</Arg><Set name='crossOrigin'>c</Set></Call>|unknown policy",
        "<Set name='via'>two words</Set>|two words",
        "<Call name='useBackend'>|must be terminated",
      })
  void aMistakeChangesNothingAndIsNamedAsByAStart(String mistake, String named) throws Exception {
    start();
    String before = state();
    good().line(mistake).writeTo(file);

    String message = assertThrows(IllegalArgumentException.class, router::reload).getMessage();

    assertTrue(message.startsWith(file + ": line "), message);
    assertTrue(message.contains(named), message);
    assertEquals(messageOfAStart(), message);
    assertEquals(message, router.getLastReloadError());
    assertEquals(before, state());
  }

  @Test
  void aMissingFileChangesNothing() throws Exception {
    start();
    String before = state();
    Files.delete(file);

    assertThrows(IllegalArgumentException.class, router::reload);

    assertEquals(file + ": no such file", router.getLastReloadError());
    assertEquals(before, state());
  }

  @Test
  void theMistakeIsLoggedOnceAndWithoutAStackTrace() throws Exception {
    start();
    good().use("nowhere", null).writeTo(file);
    String message;
    String log;
    try (CapturedLog captured = new CapturedLog()) {
      message = assertThrows(IllegalArgumentException.class, router::reload).getMessage();
      log = captured.text();
    }

    assertEquals(1, log.lines().count(), log);
    assertTrue(log.contains("ERROR") && log.contains(message), log);
  }

  @Test
  void aGoodFileIsTakenAfterABadOne() throws Exception {
    start();
    good().use("nowhere", null).writeTo(file);
    assertThrows(IllegalArgumentException.class, router::reload);

    good().writeTo(file);
    router.reload();

    assertEquals(2, router.backends().size());
    assertEquals(2, router.getBeans(org.requestrouter.backend.Backend.class).size());
  }

  @Test
  void jmxReloadsAndThrowsAnExceptionOfJavasOwn() throws Exception {
    MBeanServer beans = MBeanServerFactory.newMBeanServer();
    server.addBean(new MBeanContainer(beans));
    start();
    ObjectName name =
        beans.queryNames(new ObjectName("org.requestrouter*:type=requestrouter,*"), null).stream()
            .findFirst()
            .orElseThrow();

    beans.invoke(name, "reload", new Object[0], new String[0]);
    assertEquals(1L, beans.getAttribute(name, "reloads"));

    good().use("nowhere", null).writeTo(file);
    Throwable thrown =
        assertThrows(
                MBeanException.class,
                () -> beans.invoke(name, "reload", new Object[0], new String[0]))
            .getCause();
    assertEquals(IllegalArgumentException.class, thrown.getClass());
    assertEquals(router.getLastReloadError(), thrown.getMessage());
    assertEquals(thrown.getMessage(), beans.getAttribute(name, "lastReloadError"));
    assertEquals(1L, beans.getAttribute(name, "rejectedReloads"));
    assertFalse(((String) beans.getAttribute(name, "lastLoad")).isEmpty());
  }

  /** Shows what a test of whether nothing changes would see if something did. */
  @Test
  void aGoodReloadChangesTheState() throws Exception {
    start();
    String before = state();
    good().writeTo(file);
    router.reload();

    assertFalse(before.equals(state()));
  }
}
