package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesFileTest {
  private static final String HEAD =
      """
      <?xml version="1.0"?>
      <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
      <Configure class="org.requestrouter.config.RoutingConfig">
      """;
  private static final String BACKEND =
      "<Call name='backend'><Arg>b</Arg>\n"
          + "<Call name='server'><Arg>s</Arg><Arg>http://h:1</Arg>%s</Call>%s</Call>";
  private final RoutingConfig config = new RoutingConfig();
  @TempDir private Path directory;

  @Test
  void everythingDeclaredRemembersItsPlace() throws IOException {
    Path file =
        rules(
            BACKEND.formatted("", "")
                + """

        <Call name="acl"><Arg>a</Arg><Arg>path /</Arg></Call>
        <Call name="useBackend">
          <Arg>b</Arg>
          <Arg>a</Arg>
        </Call>
        <Call><Name>useBackend</Name><Arg>webapps</Arg></Call>
        """);
    RulesFile.load(file, config);
    config.useBackend("b");

    BackendConfig backend = config.backends().get(0);
    assertEquals(file + ": line 4, <Call name=\"backend\">", backend.origin());
    assertEquals(file + ": line 5, <Call name=\"server\">", backend.servers().get(0).origin());
    assertEquals(file + ": line 6, <Call name=\"acl\">", config.acls().get(0).origin());
    assertEquals(file + ": line 7, <Call name=\"useBackend\">", config.rules().get(0).origin());
    assertEquals(file + ": line 11, <Call name=\"useBackend\">", config.rules().get(1).origin());
    assertEquals("", config.rules().get(2).origin(), "declared after the file");
  }

  @Test
  void aDocumentTypeIsNotRequired() throws IOException {
    Path file = directory.resolve("rules.xml");
    Files.writeString(file, "<Configure><Set name='defaultBackend'>webapps</Set></Configure>");
    config.setDefaultBackend("other");
    RulesFile.load(file, config);
    assertEquals("webapps", config.getDefaultBackend());
  }

  @Test
  void whatWasDeclaredBeforeIsKept() throws IOException {
    config.backend("first").server("s", "http://localhost:1");
    RulesFile.load(rules("<Set name='defaultBackend'>first</Set>"), config);
    config.validate();
    assertEquals("first", config.getDefaultBackend());
  }

  @Test
  void theBaseAndSystemPropertiesAndReferencesAreAtHand() throws IOException {
    String home = System.getProperty("java.io.tmpdir");
    RulesFile.load(
        rules(
            """
            <Call name="acl"><Arg>base</Arg>
              <Arg>path -f <Property name="jetty.base"/>/list &amp; &lt;more&gt;</Arg></Call>
            <Call name="acl"><Arg>system</Arg><Arg>path <SystemProperty name="java.io.tmpdir"/></Arg></Call>
            <Call name="acl"><Arg>dflt</Arg><Arg><Property name="no.such" default="path /"/></Arg></Call>
            <Ref refid="RequestRouterRules"><Set name="via">me</Set></Ref>
            <Ref><Id>RequestRouterRules</Id></Ref>
            <New><Class>java.lang.Object</Class></New>
            <Get name="class"/>
            """),
        config);
    String base = System.getProperty("jetty.base", System.getProperty("jetty.home", "."));
    assertEquals("path -f " + base + "/list & <more>", config.acls().get(0).expression());
    assertEquals("path " + home, config.acls().get(1).expression());
    assertEquals("path /", config.acls().get(2).expression());
    assertEquals("me", config.getVia());
  }

  @Test
  void anArgumentAfterASettingIsRefused() throws IOException {
    Path file =
        rules("<Call name='backend'><Arg>b</Arg><Set name='retries'>1</Set>\n<Arg>c</Arg></Call>");
    assertEquals(
        file
            + ": line 4, <Call name=\"backend\"> 'b' 'c': no such call; there are: acl with 2 Arg, aliases with 2 Arg,"
            + " backend with 1 Arg, crossOrigin with 1 Arg, useBackend with 1 Arg, useBackend with 2 Arg",
        failure(file));
  }

  @Test
  void nothingButTheFileItselfIsRead() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "path /");
    Path file = directory.resolve("rules.xml");
    Files.writeString(
        file,
        "<!DOCTYPE Configure SYSTEM 'none.dtd' [<!ENTITY in 'path /in'><!ENTITY out SYSTEM '"
            + secret.toUri()
            + "'>]><Configure><Call name='acl'><Arg>a</Arg><Arg>&in;</Arg></Call>"
            + "<Call name='acl'><Arg>b</Arg><Arg>&out;</Arg></Call></Configure>");
    assertTrue(failure(file).endsWith("acl 'b': the expression is empty"));
    assertEquals("path /in", config.acls().get(0).expression());
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = directory.resolve("none.xml");
    assertEquals(file + ": no such file", failure(file));
  }

  @Test
  void aDirectoryIsNoRulesFile() {
    assertEquals(directory + ": not a regular file", failure(directory));
  }

  @Test
  void anUnreadableFileIsNamed() throws IOException {
    Path file = rules("");
    Files.setPosixFilePermissions(file, Set.of());
    assumeFalse(Files.isReadable(file), "this user may read every file; run as an ordinary user");
    String message = failure(file);
    assertTrue(message.startsWith(file + ": cannot be read: "), message);
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Path file = directory.resolve("rules.xml");
    Files.write(file, "<Configure>\u00e9</Configure>".getBytes(StandardCharsets.ISO_8859_1));
    String message = failure(file);
    assertTrue(message.startsWith(file + ": line 1, column 12: Invalid byte"), message);
  }

  @Test
  void malformedXmlIsRefusedWithLineAndColumn() throws IOException {
    Path file = rules("<Call name='acl'>\n<Arg>x</Call>");
    assertEquals(
        file
            + ": line 5, column 9: The element type \"Arg\" must be terminated by the matching"
            + " end-tag \"</Arg>\".",
        failure(file));
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Path file = Files.createFile(directory.resolve("rules.xml"));
    assertEquals(file + ": line 1, column 1: Premature end of file.", failure(file));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "<Backend name='b'/>|<Backend> is not allowed in <Configure>",
        "<Set name='via'><Foo/></Set>|<Foo> is not allowed in <Set>",
        "<Call name='acl'><Arg><Set name='x'/></Arg></Call>|<Set> is not allowed in <Arg>",
        "<Call nme='acl'/>|<Call> has no attribute 'nme'",
        "<Set>x</Set>|<Set> requires the attribute 'name'",
        "<Call><Arg>x</Arg></Call>|<Call> requires the attribute 'name'",
        "<Set name=''>x</Set>|<Set> requires the attribute 'name'",
        "<Call name=' '/>|<Call> requires the attribute 'name'",
        "<New/>|<New> requires the attribute 'class'",
        "<Ref/>|<Ref> requires the attribute 'refid'",
        "<Call name='acl'>x</Call>|the text 'x' is not allowed in <Call>",
        "<Call name='useBackend'><Arg>b</Arg>x</Call>|the text 'x' is not allowed in <Call>",
        "some words|the text 'some words' is not allowed in <Configure>",
      })
  void whatIsNoJettyXmlIsRefused(String body, String reason) throws IOException {
    Path file = rules(body);
    String message = failure(file);
    assertTrue(
        message.matches("\\Q" + file + "\\E: line [45], column [0-9]+: \\Q" + reason + "\\E"),
        message);
  }

  @Test
  void anotherRootIsRefused() throws IOException {
    Path file = directory.resolve("rules.xml");
    Files.writeString(file, "<beans/>");
    assertEquals(
        file + ": line 1, column 9: the root must be <Configure>, not <beans>", failure(file));
  }

  @Test
  void anotherClassIsRefused() throws IOException {
    Path file = directory.resolve("rules.xml");
    Files.writeString(file, "<Configure class='java.lang.Thread'/>");
    assertEquals(
        file
            + ": line 1, <Configure>: Object of class 'org.requestrouter.config.RoutingConfig' is"
            + " not of type 'java.lang.Thread'. Object Class and type Class are from different"
            + " loaders.",
        failure(file));
  }

  @Test
  void anUnknownClassIsRefused() throws IOException {
    Path file = directory.resolve("rules.xml");
    Files.writeString(file, "<Configure class='org.example.Rules'/>");
    assertEquals(file + ": line 1, <Configure>: no class org.example.Rules", failure(file));
  }

  @Test
  void manyServersAndSettingsAreEachApplied() throws IOException {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      body.append("<Call name='backend'><Arg>b")
          .append(i)
          .append("</Arg><Set name='serverTimeout'>")
          .append(i + 1)
          .append("s</Set><Call name='server'><Arg>s</Arg><Arg>http://h:")
          .append(i + 1)
          .append("</Arg></Call></Call>\n");
    }
    RulesFile.load(rules(body.toString()), config);
    for (int i = 0; i < 100; i++) {
      BackendConfig backend = config.backends().get(i);
      assertEquals(Duration.ofSeconds(i + 1), backend.getServerTimeout());
      assertEquals(i + 1, backend.servers().get(0).uri().getPort());
      assertTrue(backend.origin().contains("line " + (4 + i) + ","), backend.origin());
    }
  }

  private Path rules(String body) throws IOException {
    return Files.writeString(directory.resolve("rules.xml"), HEAD + body + "\n</Configure>\n");
  }

  private String failure(Path file) {
    return assertThrows(ConfigurationException.class, () -> RulesFile.load(file, config))
        .getMessage();
  }
}
