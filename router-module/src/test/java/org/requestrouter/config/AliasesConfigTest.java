package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.RulesText;

/** The declaration of a site's aliases. */
class AliasesConfigTest {
  private static final String SITE = "aliases 'www.example.com'";

  private final RoutingConfig config = new RoutingConfig();
  @TempDir private Path directory;

  private AliasesConfig declare(String aliases) {
    return config.aliases("www.example.com", aliases);
  }

  private static void refused(String message, Executable declaration) {
    assertEquals(message, assertThrows(ConfigurationException.class, declaration).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.example.com | a.example.com",
        "A.Example.COM | a.example.com",
        "a.example.com, b.example.com | a.example.com b.example.com",
        "app1..3.example.com | app1.example.com app2.example.com app3.example.com",
        "app9..11.example.com | app9.example.com app10.example.com app11.example.com",
        "app08..10.example.com | app08.example.com app09.example.com app10.example.com",
        "a1..1.example.com b.example.com | a1.example.com b.example.com",
        "1..2.example.com | 1.example.com 2.example.com",
        "127.0.0.2..3 | 127.0.0.2 127.0.0.3",
        "b\u00fccher.example.com | xn--bcher-kva.example.com"
      })
  void aliasesAreNamesAndRangesOfNames(String text, String expected) {
    assertEquals(List.of(expected.split(" ", -1)), declare(text).aliases());
  }

  @Test
  void pagesMayHaveSeveralNames() {
    AliasesConfig site = config.aliases("www.example.com, example.com", "a.example.com");

    assertEquals(List.of("www.example.com", "example.com"), site.pages());
    assertEquals(List.of(site), config.aliases());
    assertEquals(List.of(site), new RoutingConfig(config).aliases());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.example.com:8080",
        "http://a.example.com",
        "*.example.com",
        "a_b.example.com",
        "-a.example.com",
        "[::1]",
        "a..b.example.com",
        "a\"b.example.com"
      })
  void whatIsNoNameIsRefused(String name) {
    refused(SITE + " '" + name + "': not a host name, without scheme or port", () -> declare(name));
  }

  @Test
  void noAliasNoRangeThatGoesDownAndNoneTwice() {
    refused(SITE + " '': not a host name", () -> declare(""));
    refused(SITE + " '': not a host name", () -> declare(null));
    refused(SITE + " 'a.example.com.': not a host name", () -> declare("a.example.com."));
    refused("aliases '': not a host name", () -> config.aliases(" ", "a.example.com"));
    String range = "': a range goes upwards, and has at most 16 names in it";
    refused(SITE + " 'a3..1.example.com" + range, () -> declare("a3..1.example.com"));
    refused(SITE + " 'a1..17.example.com" + range, () -> declare("a1..17.example.com"));
    refused(
        SITE + " 'a2.example.com': named twice", () -> declare("a1..3.example.com a2.example.com"));
    String many = "a1..9.example.com b1..9.example.com";
    refused(SITE + " '" + many + "': more than 16 names", () -> declare(many));
    refused(
        SITE + " 'www.example.com': an alias is another name than those of the pages",
        () -> declare("www.example.com"));
  }

  @Test
  void settingsHaveDefaults() {
    AliasesConfig site = declare("a.example.com");

    assertEquals("/request-router/aliases", site.getScript());
    assertEquals(Duration.ofMinutes(1), site.getScriptMaxAge());
    assertEquals(Duration.ofMinutes(5), site.getAvoid());
    assertEquals(Duration.ofHours(1), site.getPreflightMaxAge());
    assertNull(site.getLongPolls());
    site.setLongPolls("/poll/ /cometd");
    assertEquals(List.of("/poll/", "/cometd"), site.longPolls());
    assertEquals("/poll/ /cometd", site.getLongPolls());
  }

  @Test
  void settingsAreChecked() {
    AliasesConfig site = declare("a.example.com");

    refused(SITE + ": script 'x': a path begins with '/'", () -> site.setScript("x"));
    refused(SITE + ": script '/x/': must not end with '/'", () -> site.setScript("/x/"));
    refused(
        SITE + ": script '/\"': a path consists of letters, digits, -._~!$&'()*+,=:@/ and %XX",
        () -> site.setScript("/\""));
    refused(
        SITE + ": longPolls 'poll': a path begins with '/'", () -> site.setLongPolls("/a poll"));
    refused(SITE + ": longPolls '': a path begins with '/'", () -> site.setLongPolls(""));
    refused(
        SITE + ": scriptMaxAge '5': too short; the least is 1s", () -> site.setScriptMaxAge("5"));
    refused(
        SITE + ": preflightMaxAge '500ms': too short; the least is 1s",
        () -> site.setPreflightMaxAge("500ms"));
    refused(
        SITE + ": avoid '5x': unknown unit 'x'; use us, ms, s, m, h or d",
        () -> site.setAvoid("5x"));
  }

  @Test
  void aNameBelongsToOneSite() throws IOException {
    Path file =
        new RulesText()
            .line("<Call name='aliases'><Arg>a.org</Arg><Arg>x1..2.a.org</Arg></Call>")
            .line("<Call name='aliases'><Arg>b.org</Arg><Arg>b1.b.org X2.a.org</Arg></Call>")
            .writeTo(directory.resolve("rules.xml"));
    RulesFile.load(file, config);

    String message = assertThrows(ConfigurationException.class, config::validate).getMessage();

    assertEquals(
        file
            + ": line 4, <Call name=\"aliases\">: aliases 'b.org': 'x2.a.org' belongs to aliases"
            + " 'a.org' already",
        message);
  }

  @Test
  void aFaultInAFileHasItsPlace() throws IOException {
    Path file =
        new RulesText()
            .line("<Call name='aliases'><Arg>a.org</Arg><Arg>x1..99.a.org</Arg></Call>")
            .writeTo(directory.resolve("rules.xml"));

    String message =
        assertThrows(ConfigurationException.class, () -> RulesFile.load(file, config)).getMessage();

    assertTrue(message.startsWith(file + ": line 3, <Call name=\"aliases\"> "), message);
    assertTrue(
        message.endsWith(
            "aliases 'a.org' 'x1..99.a.org': a range goes upwards, and has at most 16 names in it"),
        message);
  }
}
