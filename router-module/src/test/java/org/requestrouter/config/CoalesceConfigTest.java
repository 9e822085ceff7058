package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The declaration of what is answered together. */
class CoalesceConfigTest {
  private static final String LABEL = "useBackend 'b', coalesce: ";
  private static final Path EXAMPLE = Path.of("../examples/configurations/coalescing.xml");

  private final RoutingConfig config = new RoutingConfig();
  private final RuleConfig rule = config.useBackend("b");
  @TempDir private Path directory;

  private static void refused(String message, Executable declaration) {
    assertEquals(message, assertThrows(ConfigurationException.class, declaration).getMessage());
  }

  @Test
  void nothingIsCoalescedUnlessDeclared() {
    assertNull(rule.getCoalesce());
    assertSame(rule.coalesce(), rule.getCoalesce());
  }

  @Test
  void itIsDeclaredOnceAndNotForTheWebapps() {
    rule.coalesce();

    refused("useBackend 'b': coalesce: declared twice", rule::coalesce);
    refused(
        "useBackend 'webapps': coalesce: requests to this Jetty's own handlers are not coalesced",
        () -> config.useBackend("webapps").coalesce());
  }

  @Test
  void byDefaultOnlyWhatIsEqualIsSharedAndNothingKept() {
    CoalesceConfig coalesce = rule.coalesce();

    assertEquals(List.of(), coalesce.ignoredParameters());
    assertEquals(List.of(), coalesce.keyFields());
    assertEquals(List.of(), coalesce.safeCookies());
    assertEquals(65_536, coalesce.maxContent());
    assertNull(coalesce.getMicroCache());
    assertNull(coalesce.getStaleWhileRevalidate());
    assertNull(coalesce.getStaleIfError());
    assertEquals("request-router", coalesce.getCacheStatus());
    assertFalse(coalesce.isRequestDirectives());
  }

  @Test
  void listsAreSeparatedByBlanksAndCommas() {
    CoalesceConfig coalesce = rule.coalesce();
    coalesce.setIgnoredParameters(" _ , cb\tcb  utm_source");
    coalesce.setKeyFields("Accept-Language,X-A");
    coalesce.setSafeCookies("theme _ga* *");

    assertEquals(List.of("_", "cb", "utm_source"), coalesce.ignoredParameters());
    assertEquals(List.of("accept-language", "x-a"), coalesce.keyFields());
    assertEquals(List.of("theme", "_ga*", "*"), coalesce.safeCookies());
    coalesce.setSafeCookies(null);
    assertNull(coalesce.getSafeCookies());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=b", "a&b", "a#", "\u00e4"})
  void ignoredParametersHaveNames(String name) {
    CoalesceConfig coalesce = rule.coalesce();

    refused(
        LABEL + "ignoredParameters '" + name + "': not the name of a parameter in a URI",
        () -> coalesce.setIgnoredParameters("_ " + name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "a:b @ not a field name; it consists of letters, digits and !#$%&'*+-.^_`|~",
        "host @ the host is always compared",
        "range @ requests that are shared go to the server without this field",
        "if-none-match @ requests that are shared go to the server without this field",
        "expect @ requests that are shared go to the server without this field",
        "te @ the field frames the message, which the router does itself",
        "connection @ the field concerns one connection only and is never forwarded"
      },
      quoteCharacter = '"')
  void keyFieldsAreThoseThatServersSee(String name, String fault) {
    CoalesceConfig coalesce = rule.coalesce();

    refused(
        LABEL + "keyFields '" + name + "': " + fault,
        () -> coalesce.setKeyFields("Accept " + name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=b", "a*b", "a;", "**"})
  void safeCookiesHaveNames(String name) {
    CoalesceConfig coalesce = rule.coalesce();

    refused(
        LABEL + "safeCookies '" + name + "': not the name of a cookie, or the start of one and *",
        () -> coalesce.setSafeCookies(name));
  }

  @Test
  void valuesAreChecked() {
    CoalesceConfig coalesce = rule.coalesce();

    refused(LABEL + "maxContent '17m': must be from 1 to 16m", () -> coalesce.setMaxContent("17m"));
    refused(
        LABEL + "microCache '99ms': must be from 100ms to 10s",
        () -> coalesce.setMicroCache("99ms"));
    refused(
        LABEL + "microCache '11s': must be from 100ms to 10s", () -> coalesce.setMicroCache("11s"));
    refused(
        LABEL + "staleIfError '0': a duration must not be zero",
        () -> coalesce.setStaleIfError("0"));
    refused(
        LABEL + "cacheStatus '\u00e4': must be printable ASCII",
        () -> coalesce.setCacheStatus("\u00e4"));
    refused(
        LABEL + "requestDirectives 'yes': must be true or false",
        () -> coalesce.setRequestDirectives("yes"));
    coalesce.setMaxContent("16m");
    coalesce.setMicroCache("100ms");
    coalesce.setCacheStatus("");
    assertEquals("16m", coalesce.getMaxContent());
    assertEquals(Duration.ofMillis(100), coalesce.getMicroCache());
  }

  @Test
  void beingStaleNeedsAMicroCache() {
    CoalesceConfig coalesce = rule.coalesce();
    coalesce.setStaleIfError("1m");
    refused(LABEL + "staleIfError: needs microCache", rule::validate);
    coalesce.setStaleWhileRevalidate("1s");
    refused(LABEL + "staleWhileRevalidate: needs microCache", rule::validate);
    coalesce.setMicroCache("1s");
    rule.validate();
  }

  @Test
  void aFaultInAFileNamesItsPlace() throws IOException {
    Path file = directory.resolve("rules.xml");
    Files.writeString(
        file,
        """
        <Configure class="org.requestrouter.config.RoutingConfig">
          <Call name="useBackend"><Arg>b</Arg>
            <Call name="coalesce">
              <Set name="microCache">1h</Set>
            </Call>
          </Call>
        </Configure>
        """);

    String message =
        assertThrows(ConfigurationException.class, () -> RulesFile.load(file, new RoutingConfig()))
            .getMessage();

    assertTrue(message.contains("line 4"), message);
    assertTrue(message.endsWith("microCache '1h': must be from 100ms to 10s"), message);
  }

  @Test
  void theExampleIsGood() {
    RoutingConfig example = new RoutingConfig();
    RulesFile.load(EXAMPLE, example);
    example.validate();

    CoalesceConfig polls = example.rules().get(0).getCoalesce();
    assertEquals(List.of("_"), polls.ignoredParameters());
    assertNull(polls.getMicroCache());
    CoalesceConfig scores = example.rules().get(1).getCoalesce();
    assertEquals(Duration.ofMillis(100), scores.getMicroCache());
    assertEquals(List.of("theme", "_ga*"), scores.safeCookies());
  }

  @Test
  void theDocumentShowsTheDefaultOfEachSetting() throws Exception {
    var shown = DefaultsTest.shown(Path.of("src/main/docs/coalescing.md"), "Settings");
    shown.replaceAll((name, value) -> value.equals("none") ? "null" : value);

    DefaultsTest.assertShown(shown, rule.coalesce());
  }
}
