package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.requestrouter.RulesText.server;
import static org.requestrouter.RulesText.set;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.requestrouter.RulesText;

class ConfigurationWarningsTest {
  @TempDir private Path directory;

  private List<String> warnings(RulesText rules) throws IOException {
    RoutingConfig config = new RoutingConfig();
    Path file = rules.writeTo(directory.resolve("rules.xml"));
    RulesFile.load(file, config);
    config.validate();
    return ConfigurationWarnings.of(config).stream()
        .map(warning -> warning.replace(file.toString(), "FILE"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // of the backend, of the rule, milliseconds warned of and whose they are
        "-,   -,   30000, the serverTimeout of its backend",
        "60s, -,   60000, the serverTimeout of its backend",
        "61s, -,   -,     -",
        "5m,  60s, 60000, its serverTimeout",
        "5m,  -,   -,     -",
        "30s, 61s, -,     -",
        "10s, 1m,  60000, its serverTimeout",
      })
  void aLongPollWithAShortServerTimeoutIsWarnedOf(
      String backend, String rule, String millis, String whose) throws IOException {
    RulesText rules =
        new RulesText()
            .backend("b", server("s", 1), backend == null ? "" : set("serverTimeout", backend))
            .use(
                "b", "TRUE", set("longPoll", true), rule == null ? "" : set("serverTimeout", rule));
    List<String> expected =
        millis == null
            ? List.of()
            : List.of(
                "FILE: line 4, <Call name=\"useBackend\">: useBackend 'b': longPoll: "
                    + whose
                    + " is "
                    + millis
                    + "ms; polls are often held for 60s");
    assertEquals(expected, warnings(rules));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // of the backend, of the rule, its keep-alive, and what is warned of
        "-,   -,  30s, 30000ms of silence ends the stream before",
        "-,   -,  29s, -",
        "10s, 1m, 15s, -",
        "10s, -,  15s, 10000ms of silence ends the stream before",
        "5m,  5s, 15s, 5000ms of silence ends the stream before",
      })
  void commentsThatWouldComeTooLateAreWarnedOf(
      String backend, String rule, String interval, String warning) throws IOException {
    RulesText rules =
        new RulesText()
            .backend("b", server("s", 1), backend == null ? "" : set("serverTimeout", backend))
            .use(
                "b",
                "TRUE",
                set("eventStreamKeepAlive", interval),
                rule == null ? "" : set("serverTimeout", rule));
    List<String> expected =
        warning == null
            ? List.of()
            : List.of(
                "FILE: line 4, <Call name=\"useBackend\">: useBackend 'b': eventStreamKeepAlive: "
                    + warning);
    assertEquals(expected, warnings(rules));
  }

  @Test
  void aRuleForTheWebappsHasNoServerTimeout() throws IOException {
    assertEquals(
        List.of(), warnings(new RulesText().use("webapps", "TRUE", set("longPoll", true))));
  }

  @Test
  void everyRuleAfterOneWithoutConditionIsWarnedOf() throws IOException {
    RulesText rules =
        new RulesText()
            .backend("b", server("s", 1))
            .use("b", "TRUE")
            .use("b", null)
            .use("webapps", "TRUE")
            .use("b", null);
    String reason = "is never reached, since a rule before it has no condition";
    assertEquals(
        List.of(
            "FILE: line 6, <Call name=\"useBackend\">: useBackend 'webapps': " + reason,
            "FILE: line 7, <Call name=\"useBackend\">: useBackend 'b': " + reason),
        warnings(rules));
  }

  @Test
  void aBackendThatNothingUsesIsWarnedOf() throws IOException {
    RulesText rules =
        new RulesText()
            .backend("ruled", server("s", 1))
            .backend("idle", server("s", 1))
            .backend("otherwise", server("s", 1))
            .use("ruled", "TRUE")
            .defaultBackend("otherwise");
    assertEquals(
        List.of("FILE: line 4, <Call name=\"backend\">: backend 'idle': is used by no rule"),
        warnings(rules));
  }

  @Test
  void aPolicyThatNothingUsesIsWarnedOf() throws IOException {
    String policy =
        "<Call name='crossOrigin'><Arg>%s</Arg>" + set("allowedOrigins", "*") + "</Call>";
    RulesText rules =
        new RulesText()
            .line(policy.formatted("used"))
            .line(policy.formatted("idle"))
            .backend("b", server("s", 1))
            .use("b", null, set("crossOrigin", "used"));
    assertEquals(
        List.of(
            "FILE: line 4, <Call name=\"crossOrigin\">: crossOrigin 'idle': is used by no rule"),
        warnings(rules));
  }

  @Test
  void whatIsDeclaredInJavaHasNoPlace() {
    RoutingConfig config = new RoutingConfig();
    config.backend("b").server("s", "http://localhost:1");
    assertEquals(List.of("backend 'b': is used by no rule"), ConfigurationWarnings.of(config));
  }
}
