package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesFileFailureTest {
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

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "<Set name='serverTimout'>30s</Set>"
            + "|line 4, <Set name=\"serverTimout\"> '30s': no such setting; there are:"
            + " clientTimeout, defaultBackend, forwarded, forwardedFor, trustedProxies, via",
        "<Set name='clientTimeout'>30x</Set>"
            + "|line 4, <Set name=\"clientTimeout\"> '30x': clientTimeout '30x': unknown unit 'x';"
            + " use us, ms, s, m, h or d",
        "<Set name='clientTimeout'/>"
            + "|line 4, <Set name=\"clientTimeout\"> '': clientTimeout '': a duration such as 500ms,"
            + " 30s or 5m is required",
        "<Set name='forwardedFor'>yes</Set>"
            + "|line 4, <Set name=\"forwardedFor\"> 'yes': forwardedFor 'yes': must be true or false",
        "<Call name='usebackend'><Arg>x</Arg></Call>"
            + "|line 4, <Call name=\"usebackend\"> 'x': no such call; there are: acl with 2 Arg, aliases with 2 Arg,"
            + " backend with 1 Arg, crossOrigin with 1 Arg, useBackend with 1 Arg, useBackend with 2 Arg",
        "<Call name='acl'><Arg>x</Arg></Call>"
            + "|line 4, <Call name=\"acl\"> 'x': no such call; there are: acl with 2 Arg, aliases with 2 Arg,"
            + " backend with 1 Arg, crossOrigin with 1 Arg, useBackend with 1 Arg, useBackend with 2 Arg",
        "<Call name='useBackend'><Arg>b</Arg><Arg/></Call>"
            + "|line 4, <Call name=\"useBackend\"> 'b' '': useBackend 'b': the condition is empty;"
            + " omit it to match always",
        "<Call name='acl'><Arg>x</Arg><Arg>path /</Arg><Set name='y'>z</Set></Call>"
            + "|line 4, <Set name=\"y\"> 'z': <Call name=\"acl\"> gives nothing that has settings",
        "<Call name='useBackend'><Arg>b</Arg><Set name='y'>z</Set></Call>"
            + "|line 4, <Set name=\"y\"> 'z': no such setting; there are: *",
        "<Ref refid='other'><Set name='y'>z</Set></Ref>"
            + "|line 4, <Ref refid=\"other\">: no object has that id",
        "<Get name='other'/>"
            + "|line 4, <Get name=\"other\">: there is nothing of that name to get",
      })
  void aFailingElementIsNamedWithLineTextAndReason(String body, String message) throws IOException {
    Path file = rules(body);
    assertBegins(file + ": " + message, failure(file));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "acl|<Arg>x</Arg><Arg>path /</Arg>|<Set name='y'>z</Set>|<Set name=\"y\"> 'z'",
        "acl|<Arg>x</Arg><Arg>path /</Arg>|<Put name='y'>z</Put>|<Put name=\"y\">",
        "acl|<Arg>x</Arg><Arg>path /</Arg>|<Get name='y'/>|<Get name=\"y\">",
        "acl|<Arg>x</Arg><Arg>path /</Arg>|<Call name='y'><Arg>z</Arg></Call>"
            + "|<Call name=\"y\"> 'z'",
        "setVia|<Arg>me</Arg>|<Set name='size'>2k</Set>|<Set name=\"size\"> '2k'",
      })
  void anElementWithinACallThatGivesNothingIsRefusedWithTheReason(
      String call, String arguments, String within, String shown) throws IOException {
    Path file = rules("<Call name='" + call + "'>" + arguments + "\n" + within + "</Call>");
    assertEquals(
        file
            + ": line 5, "
            + shown
            + ": <Call name=\""
            + call
            + "\"> gives nothing that has settings",
        failure(file));
  }

  @Test
  void aSettingOfWhatHasNotBeenDeclaredIsRefusedWithTheReason() throws IOException {
    String check = "<Get name='check'><Set name='interval'>2s</Set></Get>";
    Path file = rules(BACKEND.formatted("", check));
    assertEquals(
        file
            + ": line 5, <Set name=\"interval\"> '2s': <Get name=\"check\"> gives nothing that has"
            + " settings",
        failure(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "observe", "cookie", "stick", "circuitBreaker"})
  void theSettingsOfEveryPartOfABackendAreListed(String part) throws IOException {
    String argument = part.equals("cookie") ? "<Arg>SRV</Arg>" : "";
    String call = "<Call name='" + part + "'>" + argument + "<Set name='sise'>1</Set></Call>";
    String message = failure(rules(BACKEND.formatted("", call)));
    assertTrue(message.contains("<Set name=\"sise\"> '1': no such setting; there are: "), message);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "<Set name='weight'>heavy</Set>|"
            + "|<Set name=\"weight\"> 'heavy': not a whole number, or too large",
        "<Set name='weight'>99999999999</Set>|"
            + "|<Set name=\"weight\"> '99999999999': not a whole number, or too large",
        "<Set name='weight'/>||<Set name=\"weight\"> '': a value is required",
        "<Set name='weight'>257</Set>|"
            + "|<Set name=\"weight\"> '257': backend 'b', server 's': weight '257': must be from 0 to"
            + " 256",
        "<Set name='maxconn'>5</Set>|"
            + "|<Set name=\"maxconn\"> '5': no such setting; there are: *",
        "<Call name='server'><Arg>t</Arg><Arg>http://h</Arg></Call>|"
            + "|<Call name=\"server\"> 't' 'http://h': nothing can be declared or set here",
        "|<Set name='balance'>sauce</Set>"
            + "|<Set name=\"balance\"> 'sauce': backend 'b': balance 'sauce': *",
        "|<Set name='timeout'>5s</Set>"
            + "|<Set name=\"timeout\"> '5s': no such setting; there are: *",
        "|<Call name='server'><Arg>t</Arg><Arg>http://h/x</Arg></Call>"
            + "|<Call name=\"server\"> 't' 'http://h/x': backend 'b', server 't': URI 'http://h/x': a"
            + " path is not allowed",
        "|<Call name='serve'><Arg>t</Arg></Call>"
            + "|<Call name=\"serve\"> 't': no such call; there are: *",
      })
  void aFailingElementWithinABackendIsNamed(String inServer, String inBackend, String message)
      throws IOException {
    Path file =
        rules(
            BACKEND.formatted(
                inServer == null ? "" : inServer, inBackend == null ? "" : inBackend));
    assertBegins(file + ": line 5, " + message, failure(file));
  }

  @Test
  void whatOnlyValidationFindsIsNamedByItsPlaceToo() throws IOException {
    Path file =
        rules(
            """
            <Call name="backend"><Arg>pubsubs</Arg></Call>
            <Set name="defaultBackend">apaches</Set>
            <Call name="useBackend"><Arg>pubsub</Arg></Call>""");
    RulesFile.load(file, config);
    String prefix = file + ": line ";
    assertEquals(
        prefix + "4, <Call name=\"backend\">: backend 'pubsubs': has no server", invalid());
    BackendConfig backend = config.backends().get(0);
    backend.server("s", "http://localhost:1");
    assertEquals(
        prefix
            + "6, <Call name=\"useBackend\">: useBackend 'pubsub': unknown backend; declared:"
            + " pubsubs, webapps",
        invalid());
    config.backend("pubsub").server("s", "http://localhost:1");
    assertEquals(
        prefix
            + "5, <Set name=\"defaultBackend\">: defaultBackend 'apaches': unknown backend;"
            + " declared: pubsubs, pubsub, webapps",
        invalid());
  }

  @Test
  void aDuplicateIsNamedByItsSecondPlace() throws IOException {
    Path file =
        rules(
            "<Call name='backend'><Arg>b</Arg></Call>\n\n<Call name='backend'><Arg>b</Arg></Call>");
    assertEquals(
        file + ": line 6, <Call name=\"backend\"> 'b': backend 'b': declared twice", failure(file));
  }

  @Test
  void aFailureKeepsItsCause() throws IOException {
    Path file = rules("<Set name='clientTimeout'>soon</Set>");
    Throwable cause =
        assertThrows(ConfigurationException.class, () -> RulesFile.load(file, config)).getCause();
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    assertEquals(ConfigurationException.class, cause.getClass());
  }

  @Test
  void settingsThatThereAreAreListedInOrder() throws IOException {
    String listed = failure(rules(BACKEND.formatted("<Set name='maxconn'>5</Set>", "")));
    List<String> names = List.of(listed.substring(listed.lastIndexOf(": ") + 2).split(", "));
    assertEquals(names.stream().sorted().toList(), names);
    assertTrue(names.containsAll(List.of("maxConnections", "tlsVerify", "weight")), listed);
  }

  /** An asterisk at the end stands for anything. */
  private static void assertBegins(String expected, String actual) {
    if (expected.endsWith("*")) {
      String begin = expected.substring(0, expected.length() - 1);
      assertEquals(begin, actual.substring(0, Math.min(begin.length(), actual.length())));
    } else {
      assertEquals(expected, actual);
    }
  }

  private Path rules(String body) throws IOException {
    return Files.writeString(directory.resolve("rules.xml"), HEAD + body + "\n</Configure>\n");
  }

  private String failure(Path file) {
    return assertThrows(ConfigurationException.class, () -> RulesFile.load(file, config))
        .getMessage();
  }

  private String invalid() {
    return assertThrows(ConfigurationException.class, config::validate).getMessage();
  }
}
