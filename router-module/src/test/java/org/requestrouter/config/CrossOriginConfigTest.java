package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.requestrouter.RulesText.server;
import static org.requestrouter.RulesText.set;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.requestrouter.RulesText;

class CrossOriginConfigTest {
  private static final Path DOCS = Path.of("src/main/docs/cross-origin.md");

  private final RoutingConfig routing = new RoutingConfig();
  private final CrossOriginConfig policy = routing.crossOrigin("p");
  @TempDir private Path directory;

  private static void refused(String message, Executable setting) {
    ConfigurationException refused = assertThrows(ConfigurationException.class, setting);
    assertEquals(message, refused.getMessage());
  }

  @Test
  void theDocumentShowsTheDefaultOfEachSetting() throws Exception {
    Map<String, String> shown = DefaultsTest.shown(DOCS, "Settings");
    DefaultsTest.assertShown(shown, policy);
  }

  @Test
  void settingsAreTakenOver() {
    policy.setAllowedOrigins(" https://a.test,https://*.b.test  null ");
    policy.setAllowedTimingOrigins("*");
    policy.setAllowedMethods("GET, PUT");
    policy.setAllowedHeaders("X-A X-B X-A");
    policy.setExposedHeaders("X-C");
    policy.setPreflightMaxAge("2h");
    policy.setAllowCredentials("true");
    policy.setDeliverNonAllowedOriginRequests("false");
    policy.setDeliverNonAllowedOriginWebSocketUpgradeRequests("true");

    assertEquals("https://a.test, https://*.b.test, null", policy.getAllowedOrigins());
    assertEquals(3, policy.allowedOriginPatterns().size());
    assertEquals(List.of("*"), policy.allowedTimingOriginPatterns());
    assertEquals(List.of("GET", "PUT"), policy.allowedMethods());
    assertEquals(List.of("X-A", "X-B"), policy.allowedHeaders());
    assertEquals("X-C", policy.getExposedHeaders());
    assertEquals(Duration.ofHours(2), policy.getPreflightMaxAge());
    assertTrue(policy.isAllowCredentials());
    assertEquals(false, policy.isDeliverNonAllowedOriginRequests());
    assertTrue(policy.isDeliverNonAllowedOriginWebSocketUpgradeRequests());
    policy.setAllowedHeaders("none");
    assertEquals(List.of(), policy.allowedHeaders());
    policy.setAllowCredentials(false);
    policy.setDeliverNonAllowedOriginRequests(true);
    policy.setDeliverNonAllowedOriginWebSocketUpgradeRequests(false);
    routing.validate();
  }

  @Test
  void valuesThatMeanNothingAreRefused() {
    String methods = "not a method; methods are written in capitals";
    refused(
        "crossOrigin 'p': allowedOrigins 'example.com': an origin is a scheme and a host, perhaps"
            + " with a port, and no path, not even a slash: https://app.example.com",
        () -> policy.setAllowedOrigins("https://a.test example.com"));
    refused(
        "crossOrigin 'p': allowedOrigins '': at least one is required",
        () -> policy.setAllowedOrigins(" "));
    refused(
        "crossOrigin 'p': allowedOrigins '': at least one is required",
        () -> policy.setAllowedOrigins(null));
    refused(
        "crossOrigin 'p': allowedMethods 'put': " + methods,
        () -> policy.setAllowedMethods("GET put"));
    refused(
        "crossOrigin 'p': allowedMethods 'none': " + methods,
        () -> policy.setAllowedMethods("none"));
    refused(
        "crossOrigin 'p': allowedHeaders 'X:': not a field name",
        () -> policy.setAllowedHeaders("X:"));
    refused(
        "crossOrigin 'p': exposedHeaders 'a\u00E9': not a field name",
        () -> policy.setExposedHeaders("a\u00E9"));
    refused(
        "crossOrigin 'p': allowedTimingOrigins 'https://*': " + Origins.fault("https://*"),
        () -> policy.setAllowedTimingOrigins("https://*"));
    refused(
        "crossOrigin 'p': preflightMaxAge '1500ms': browsers count whole seconds",
        () -> policy.setPreflightMaxAge("1500ms"));
    refused(
        "crossOrigin 'p': preflightMaxAge '0': a duration must not be zero",
        () -> policy.setPreflightMaxAge("0"));
    refused(
        "crossOrigin 'p': allowCredentials 'yes': must be true or false",
        () -> policy.setAllowCredentials("yes"));
    refused(
        "crossOrigin 'p': deliverNonAllowedOriginRequests '1': must be true or false",
        () -> policy.setDeliverNonAllowedOriginRequests("1"));
    refused(
        "crossOrigin 'p': deliverNonAllowedOriginWebSocketUpgradeRequests '': must be true or false",
        () -> policy.setDeliverNonAllowedOriginWebSocketUpgradeRequests(""));
    refused("crossOrigin 'p': declared twice", () -> routing.crossOrigin("p"));
    refused("crossOrigin '': a name is required", () -> routing.crossOrigin(""));
  }

  @ParameterizedTest
  @CsvSource({
    "allowedOrigins, *, every page on the web could act as the user",
    "allowedOrigins, 'https://a.test, null', 'every page on the web could, from a sandboxed frame'",
    "allowedMethods, *, browsers take it for a name; list what is allowed",
    "allowedHeaders, 'X-A, *', browsers take it for a name; list what is allowed",
    "exposedHeaders, *, browsers take it for a name; list what is allowed",
  })
  void whatIsUnsafeOrUselessWithCredentialsIsRefusedWithItsPlace(
      String option, String value, String reason) throws IOException {
    String item = value.contains("*") ? "*" : "null";
    assertEquals(
        "FILE: line 3, <Call name=\"crossOrigin\">: crossOrigin 'c': "
            + option
            + " '"
            + item
            + "': with allowCredentials "
            + reason,
        faultOf(
            set("allowedOrigins", "https://a.test")
                + set(option, value)
                + set("allowCredentials", true)));
    assertEquals(
        null, faultOf(set("allowedOrigins", "https://a.test") + set(option, value)), "without");
  }

  @Test
  void aPolicyWithoutOriginsIsRefused() throws IOException {
    assertEquals(
        "FILE: line 3, <Call name=\"crossOrigin\">: crossOrigin 'c': has no allowedOrigins",
        faultOf(set("allowCredentials", true)));
  }

  /** Returns what is wrong with a policy c that a rule uses, or null. */
  private String faultOf(String settings) throws IOException {
    return faultOf(
        new RulesText()
            .line("<Call name='crossOrigin'><Arg>c</Arg>" + settings + "</Call>")
            .backend("b", server("s", 1))
            .use("b", null, set("crossOrigin", "c")));
  }

  private String faultOf(RulesText rules) throws IOException {
    Path file = rules.writeTo(directory.resolve("rules.xml"));
    RoutingConfig config = new RoutingConfig();
    try {
      RulesFile.load(file, config);
      config.validate();
      return null;
    } catch (ConfigurationException x) {
      return x.getMessage().replace(file.toString(), "FILE");
    }
  }

  @Test
  void rulesNameAPolicyThatIsDeclaredSomewhere() throws IOException {
    String policy =
        "<Call name='crossOrigin'><Arg>%s</Arg>"
            + set("allowedOrigins", "https://a.test")
            + "</Call>";
    RulesText rules =
        new RulesText().backend("b", server("s", 1)).use("b", null, set("crossOrigin", "later"));
    String start =
        "FILE: line 4, <Call name=\"useBackend\">: useBackend 'b': crossOrigin 'later': ";
    assertEquals(start + "unknown policy; declared: none", faultOf(rules));
    rules.line(policy.formatted("other")).line(policy.formatted("third"));
    assertEquals(start + "unknown policy; declared: other, third", faultOf(rules));
    assertEquals(null, faultOf(rules.line(policy.formatted("later"))));
  }

  @Test
  void aRuleForTheWebappsHasNone() throws IOException {
    assertEquals(
        "FILE: line 3, <Call name=\"useBackend\">: useBackend 'webapps': crossOrigin 'c': Jetty's"
            + " module cross-origin serves this Jetty's own handlers",
        faultOf(new RulesText().use("webapps", null, set("crossOrigin", "c"))));
  }

  @ParameterizedTest
  @CsvSource({"access-control-max-age", "Timing-Allow-Origin"})
  void aRuleWithAPolicyDoesNotChangeItsFields(String name) throws IOException {
    String change =
        "<Call name='delResponseHeader'><Arg>" + name + "</Arg></Call>" + set("crossOrigin", "c");
    assertEquals(
        "FILE: line 4, <Call name=\"useBackend\">: useBackend 'b': crossOrigin 'c': decides about '"
            + name
            + "', which the rule changes, too",
        faultOf(new RulesText().backend("b", server("s", 1)).use("b", null, change)));
  }

  @Test
  void aCopyOfTheConfigurationHasThePolicies() {
    assertEquals(List.of(policy), new RoutingConfig(routing).crossOrigins());
  }
}
