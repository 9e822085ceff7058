package org.requestrouter.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the module does to a base, and how a base with bad rules ends. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModuleTest {
  private static final int REQUESTS = 20;
  private static final String STRATEGIES =
      "org.eclipse.jetty.util.thread.strategy:type=adaptiveexecutionstrategy,*";

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Door.class)
  void listConfigAndDryRunShowTheRouter(Door door) throws Exception {
    JettyBase base = door.base(directory);
    String listed = base.run("--list-config");
    assertTrue(listed.contains("start.d/" + door.module() + ".ini"), listed);
    assertTrue(listed.contains("lib/request-router/request-router-"), listed);
    String dryRun = base.run("--dry-run");
    assertTrue(dryRun.contains("etc/" + door.module() + ".xml"), dryRun);
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void enablingTheModuleWritesItsOptionsCommented(Door door) throws Exception {
    String ini = door.base(directory).read("start.d/" + door.module() + ".ini");
    List<String> settings =
        ini.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    assertEquals(List.of("--modules=" + door.module()), settings);
  }

  @Test
  void theOptionOfTheRulesFileIsDocumented() {
    String ini = JettyBase.packaged().read("start.d/request-router.ini");
    assertTrue(ini.contains("# request-router.rules="), ini);
  }

  @Test
  void enablingTheModuleKeepsTheRulesThatTheBaseHas() throws Exception {
    Path source = Path.of("src/main/base/etc/request-router-rules.xml");
    assertEquals(
        Files.readString(source), JettyBase.packaged().read("etc/request-router-rules.xml"));
  }

  @ParameterizedTest
  @EnumSource(names = {"EE10", "EE11"})
  void theServletsModuleRoutesInItsContextAndNotBeforeTheContexts(Door door) throws Exception {
    JettyBase base = door.base(directory);
    Path ini = base.directory().resolve("start.d/" + door.module() + ".ini");
    Files.writeString(ini, "\nrequest-router.contextPath=/routed\n", StandardOpenOption.APPEND);
    try (NamedBackEnd notes = new NamedBackEnd("notes")) {
      Path rules =
          Configurations.demoRules()
              .withPorts(notes.port(), notes.port())
              .writeTo(directory.resolve("rules.xml"));
      try (JettyProcess jetty = base.start("request-router.rules=" + rules).awaitStarted()) {
        Http http = new Http(jetty.port());
        assertEquals("notes for 127.0.0.1", http.get("localhost", "/routed/x").body());
        assertEquals(404, http.get("localhost", "/x").statusCode());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void noRoutedRequestIsGivenToAnotherThread(Door door) throws Exception {
    try (NamedBackEnd notes = new NamedBackEnd("notes")) {
      Path rules =
          Configurations.demoRules()
              .withPorts(notes.port(), notes.port())
              .writeTo(directory.resolve("rules.xml"));
      try (JettyProcess jetty =
              door.base(directory).start("request-router.rules=" + rules).awaitStarted();
          Jmx jmx = Jmx.of(jetty.pid())) {
        Http http = new Http(jetty.port());
        for (int i = 0; i < REQUESTS; i++) {
          assertEquals("notes for 127.0.0.1", http.get("localhost", "/x").body());
        }
        assertTrue(jmx.sum(STRATEGIES, "pCTasksConsumed") >= REQUESTS);
        assertEquals(0, jmx.sum(STRATEGIES, "ePCTasksConsumed"));
        assertEquals(0, jmx.sum(STRATEGIES, "pECTasksExecuted"));
        assertEquals(200, http.get("localhost", "/chat/").statusCode());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EE10", "EE11"})
  void aContextPathThatCannotBeStopsTheStartNamingIt(Door door) throws Exception {
    JettyBase base = door.base(directory);
    try (JettyProcess jetty = base.start("request-router.contextPath=routed/")) {
      assertNotEquals(0, jetty.awaitExit());
      assertTrue(
          jetty.output().contains("ConfigurationException: request-router.contextPath 'routed/'"),
          jetty::output);
    }
  }

  @Test
  void aNewBaseIsGivenTheTemplateOfTheRulesAndServes() throws Exception {
    JettyBase base = JettyBase.packaged().copyTo(directory.resolve("base"));
    Files.delete(base.directory().resolve("etc/request-router-rules.xml"));
    Files.delete(base.directory().resolve("start.d/request-router.ini"));
    base.run("--add-modules=request-router");
    assertTrue(base.read("etc/request-router-rules.xml").contains("RoutingConfig"));
    try (JettyProcess jetty = base.start().awaitStarted()) {
      // Without rules, every request is one for the webapps.
      assertEquals(200, new Http(jetty.port()).get("localhost", "/chat/").statusCode());
      assertEquals(404, new Http(jetty.port()).get("localhost", "/").statusCode());
    }
  }

  @Test
  void relativeRulesAreThoseOfTheBase() throws Exception {
    JettyBase base = JettyBase.packaged().copyTo(directory.resolve("base"));
    Path rules = base.directory().resolve("etc/request-router-rules.xml");
    Files.move(rules, base.directory().resolve("other.xml"));
    try (JettyProcess jetty = base.start("request-router.rules=other.xml").awaitStarted()) {
      assertEquals(200, new Http(jetty.port()).get("localhost", "/chat/").statusCode());
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "path_beg /subscriptions/channel/, path_begin /x,  path_begin",
        "req_publish req_notes,            req_publish no, no",
        "<Arg>webapps</Arg>,               <Arg>web</Arg>, web",
        "http://127.0.0.1:8081,            ftp://x,        ftp://x",
        ">10s<,                            >ten<,          ten",
        "<Arg>pubsubs</Arg>,               <Arg>apaches</Arg>, apaches",
      })
  void badRulesStopTheStartNamingFileAndText(String old, String bad, String named)
      throws Exception {
    Path rules =
        Configurations.demoRules().replace(old, bad).writeTo(directory.resolve("bad-rules.xml"));
    try (JettyProcess jetty = JettyBase.packaged().start("request-router.rules=" + rules)) {
      assertNotEquals(0, jetty.awaitExit());
      // Jetty warns with the whole element before; what counts is the exception that ends the
      // start.
      String failure =
          jetty
              .output()
              .lines()
              .filter(line -> line.contains("ConfigurationException: " + rules + ": "))
              .findFirst()
              .orElse("");
      assertTrue(failure.contains(named), jetty::output);
      assertTrue(failure.matches(".*<(Call|Set) .*"), jetty::output);
    }
  }

  @ParameterizedTest
  @CsvSource({"jetty.server.dumpBeforeStop=false, 400", "jetty.httpConfig.compliance=RFC9110, 200"})
  void aBareLineFeedIsRefusedUnlessJettysPropertyAllowsIt(String property, String status)
      throws Exception {
    try (JettyProcess jetty = JettyBase.packaged().start(property).awaitStarted();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), jetty.port())) {
      String request = "GET /chat/ HTTP/1.1\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] response = socket.getInputStream().readAllBytes();
      String head = new String(response, StandardCharsets.ISO_8859_1);
      assertTrue(head.startsWith("HTTP/1.1 " + status), head);
    }
  }

  @Test
  void aMissingRulesFileStopsTheStartNamingIt() throws Exception {
    Path missing = directory.resolve("missing-rules.xml");
    try (JettyProcess jetty = JettyBase.packaged().start("request-router.rules=" + missing)) {
      assertNotEquals(0, jetty.awaitExit());
      assertTrue(
          jetty.output().contains("ConfigurationException: " + missing + ": no such file"),
          jetty::output);
    }
  }
}
