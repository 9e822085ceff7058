package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.requestrouter.RulesText.server;
import static org.requestrouter.RulesText.set;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.RequestRouter;
import org.requestrouter.RulesText;

class CheckRulesTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int check(String... args) {
    return CheckRules.run(args, stream(out), stream(err));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private Path write(RulesText rules) throws IOException {
    return rules.writeTo(directory.resolve("rules.xml"));
  }

  @Test
  void aGoodFileEndsWith0AndASummary() throws IOException {
    Path file =
        write(
            new RulesText()
                .backend("b", server("s", 1), server("t", "https://127.0.0.1:2"))
                .use("b", "{ path /x }")
                .use("webapps", null));
    assertEquals(0, check(file.toString()));
    assertEquals(file + ": 1 backend, 2 servers, 2 rules\n", text(out));
    assertEquals("", text(err));
  }

  @Test
  void warningsArePrintedWithTheirPlaceAndChangeNothing() throws IOException {
    Path file =
        write(
            new RulesText()
                .acl("host", "hdr_dom(host) example.com")
                .backend("b", server("s", 1))
                .use("b", "host", set("longPoll", true)));
    assertEquals(0, check(file.toString()));
    String warnings = text(err);
    assertEquals(2, warnings.lines().count(), warnings);
    assertTrue(
        warnings.startsWith("warning: " + file + ": line 3, <Call name=\"acl\">: acl 'host': "),
        warnings);
    assertTrue(
        warnings.contains("\nwarning: " + file + ": line 5, <Call name=\"useBackend\">: "),
        warnings);
  }

  private static Stream<Arguments> mistakes() {
    RulesText base = new RulesText();
    return Stream.of(
        Arguments.of("condition", base.use("webapps", "nobody")),
        Arguments.of("acl", new RulesText().acl("a", "path_bag /x")),
        Arguments.of("file of patterns", new RulesText().acl("a", "path -f none.lst")),
        Arguments.of("backend", new RulesText().use("nowhere", null)),
        Arguments.of("policy", new RulesText().backend("b", set("balance", "worst"))),
        Arguments.of("setting", new RulesText().line(set("no", "thing"))),
        Arguments.of("XML", new RulesText().line("<Call>")),
        Arguments.of("server", new RulesText().backend("b", server("s", "ftp://h"))),
        Arguments.of(
            "host name", new RulesText().backend("b", server("s", "http://no-such-host.invalid"))),
        Arguments.of(
            "trust store",
            new RulesText()
                .backend("b", server("s", "https://127.0.0.1", set("trustStore", "none.p12")))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void aBadFileEndsWith1AndTheMessageOfAStart(String what, RulesText rules) throws Exception {
    Path file = write(rules);
    assertEquals(1, check(file.toString()), what);
    assertEquals("", text(out));
    assertEquals(messageOfAStart(file) + "\n", text(err));
  }

  private static String messageOfAStart(Path file) throws Exception {
    Server server = new Server();
    RequestRouter router = new RequestRouter(server, new RoutingConfig());
    router.setRules(file.toString());
    server.addBean(router);
    try {
      return assertThrows(ConfigurationException.class, server::start).getMessage();
    } finally {
      server.stop();
    }
  }

  @Test
  void aMissingFileEndsWith1() {
    Path file = directory.resolve("none.xml");
    assertEquals(1, check(file.toString()));
    assertEquals(file + ": no such file\n", text(err));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--check", "a.xml b.xml"})
  void wrongUsageEndsWith2(String arguments) {
    assertEquals(2, check(arguments.isEmpty() ? new String[0] : arguments.split(" ")));
    assertEquals("", text(out));
    assertTrue(text(err).startsWith("usage: "), text(err));
  }

  @Test
  void theCheckLeavesNoThread() throws IOException {
    Path file = write(new RulesText().backend("b", server("s", "https://127.0.0.1:2")));
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    assertEquals(0, check(file.toString()));
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread))
            .noneMatch(thread -> thread.getName().matches("(request-router|qtp|HttpClient).*")));
  }
}
