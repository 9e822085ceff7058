package org.requestrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
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

class RequestRouterTest {
  private final Server server = new Server();
  private final RoutingConfig config = new RoutingConfig();
  private final RequestRouter router = new RequestRouter(server, config);
  @TempDir private Path directory;

  @AfterEach
  void stopServer() throws Exception {
    server.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "<Call name='acl'><Arg>a</Arg><Arg>path_bag /x</Arg></Call>|"
            + "line 5, <Call name=\"acl\">|'path_bag /x'|path_bag",
        "<Call name='useBackend'><Arg>b</Arg><Arg>nobody</Arg></Call>|"
            + "line 5, <Call name=\"useBackend\">|'nobody'|no such ACL 'nobody'",
        "<Call name='useBackend'><Arg>b</Arg><Arg>{ path /a</Arg></Call>|"
            + "line 5, <Call name=\"useBackend\">|'{ path /a'|'}'",
        "<Call name='useBackend'><Arg>c</Arg></Call>|"
            + "line 5, <Call name=\"useBackend\">|'c'|backend",
        "<Set name='defaultBackend'>nowhere</Set>|defaultBackend|'nowhere'|backend",
        "<Call name='backend'><Arg>b</Arg></Call>|line 5, <Call name=\"backend\">|'b'|declared twice",
        "<Call name='backend'><Arg>c</Arg></Call>|line 5, <Call name=\"backend\">|'c'|server",
        "<Call name='backend'><Arg>c</Arg><Call name='server'><Arg>s</Arg><Arg>ftp://h</Arg></Call>"
            + "</Call>|line 5, <Call name=\"server\">|'ftp://h'|scheme",
        "<Call name='backend'><Arg>c</Arg><Set name='serverTimeout'>soon</Set></Call>|"
            + "line 5, <Set name=\"serverTimeout\">|'soon'|duration",
        "<Call name='backend'><Arg>c</Arg><Call name='server'><Arg>s</Arg>"
            + "<Arg>http://no-such-host.invalid</Arg></Call></Call>|"
            + "line 5, <Call name=\"server\">|no-such-host.invalid|unknown host",
      })
  void aMistakeInTheRulesStopsTheStartAndIsNamed(
      String body, String place, String text, String reason) throws IOException {
    Path file = rules(body);
    router.setRules(file.toString());
    server.addBean(router);

    String message = assertThrows(ConfigurationException.class, server::start).getMessage();

    assertTrue(message.startsWith(file + ": "), message);
    assertTrue(message.contains(place), message);
    assertTrue(message.contains(text), message);
    assertTrue(message.contains(reason), message);
  }

  @Test
  void aMissingRulesFileStopsTheStart() {
    router.setRules(directory.resolve("none.xml").toString());
    server.addBean(router);

    String message = assertThrows(ConfigurationException.class, server::start).getMessage();

    assertTrue(message.contains("none.xml"), message);
  }

  @Test
  void rulesMayBeDeclaredBesidesTheFile() throws Exception {
    config.acl("early", "path /early");
    router.setRules(
        rules("<Call name='useBackend'><Arg>b</Arg><Arg>early</Arg></Call>").toString());
    server.addBean(router);

    server.start();

    assertEquals(1, router.backends().size());
  }

  @Test
  void settingsAreRefusedOnceStarted() throws Exception {
    server.addBean(router);
    server.start();

    assertThrows(IllegalStateException.class, () -> router.setRules("other.xml"));
    assertThrows(IllegalStateException.class, () -> router.setSelectors(2));
    assertThrows(IllegalStateException.class, () -> router.setName("other"));
    assertThrows(IllegalStateException.class, () -> router.setCacheSize("1m"));
  }

  @Test
  void theCacheHasASize() {
    assertEquals("16m", router.getCacheSize());
    assertEquals(16 << 20, router.cacheSize());
    router.setCacheSize("64g");
    assertEquals(64L << 30, router.cacheSize());
    String message =
        assertThrows(ConfigurationException.class, () -> router.setCacheSize("65g")).getMessage();
    assertEquals("request-router.cacheSize '65g': must be from 1 to 64g", message);
    assertEquals("64g", router.getCacheSize());
  }

  @Test
  void withoutRulesEverythingIsForTheWebapps() throws Exception {
    server.addBean(router);
    server.start();

    assertTrue(router.backends().isEmpty());
    assertNull(router.getRules());
  }

  @Test
  void startsAgainAfterAStop() throws Exception {
    router.setRules(rules("").toString());
    server.addBean(router);
    server.start();
    server.stop();

    server.start();

    assertEquals("b", router.backends().get(0).name());
  }

  @Test
  void dumpShowsRulesAndBackends() throws Exception {
    config.acl("x", "path_beg /x/");
    config.backend("c").server("s1", "http://127.0.0.1:8081");
    config.useBackend("c", "x { method GET }");
    server.addBean(router);
    server.start();

    String dump = server.dump();

    assertTrue(dump.contains("x { method GET }"), dump);
    assertTrue(dump.contains("backend c"), dump);
    assertTrue(dump.contains("server s1 http://127.0.0.1:8081"), dump);
  }

  @Test
  void jmxShowsTheRouterItsBackendsAndServers() throws Exception {
    server.addBean(new MBeanContainer(ManagementFactory.getPlatformMBeanServer()));
    config.backend("c").server("s1", "http://127.0.0.1:8081");
    server.addBean(router);
    server.start();

    assertFalse(names("org.requestrouter*:type=requestrouter,*").isEmpty());
    ObjectName backend = names("org.requestrouter*:type=backend,*").iterator().next();
    assertEquals(0, ManagementFactory.getPlatformMBeanServer().getAttribute(backend, "queued"));
    assertFalse(names("org.requestrouter*:type=backendserver,*").isEmpty());
  }

  private static Set<ObjectName> names(String pattern) throws Exception {
    return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName(pattern), null);
  }

  private Path rules(String body) throws IOException {
    return Files.writeString(
        directory.resolve("rules.xml"),
        """
        <?xml version="1.0"?>
        <Configure class="org.requestrouter.config.RoutingConfig">
          <Call name="backend"><Arg>b</Arg>
            <Call name="server"><Arg>s</Arg><Arg>http://127.0.0.1:8080</Arg></Call></Call>
        """
            + body
            + "\n</Configure>\n");
  }
}
