package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document on health shows each option with its default, and examples that work. */
class HealthDocumentTest {
  private static final Path DOCS = Path.of("src/main/docs/health.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([\\w.-]+)` \\| ([^|]+) \\|", Pattern.MULTILINE);

  @TempDir private Path directory;

  @Test
  void theDocumentShowsTheDefaultOfEachSettingOfChecks() throws Exception {
    Map<String, String> shown = shown("Active checks");
    CheckConfig check = new CheckConfig("app");
    shown.replaceAll((name, value) -> value.equals("none") ? "null" : value);
    assertEquals("that of the server's URI", shown.put("host", "null"));
    assertEquals("that of the server's URI", shown.put("port", "0"));
    assertEquals("interval", shown.put("timeout", shown.get("interval")));
    assertEquals("interval", shown.put("fastInterval", shown.get("interval")));
    assertShown(shown, check);
  }

  @Test
  void theDocumentShowsTheDefaultOfEachSettingOfObservation() throws Exception {
    assertShown(shown("Observed requests"), new ObserveConfig("app"));
  }

  @Test
  void theDocumentShowsTheDefaultOfEachSettingOfTheBreaker() throws Exception {
    assertShown(shown("Circuit breaker"), new BreakerConfig("app"));
  }

  @Test
  void theDocumentsExamplesWork() throws Exception {
    List<BackendConfig> examples = examples();
    assertEquals(6, examples.size());
    CheckConfig check = examples.get(0).getCheck();
    assertEquals("/health", check.getUri());
    assertEquals("200-299", check.getExpectStatus().toString());
    assertEquals(Duration.ofSeconds(2), check.getInterval());
    assertEquals(Duration.ofMillis(500), check.getFastInterval());
    assertEquals(2, examples.get(1).getCheck().getRise());
    assertEquals("layer7", examples.get(2).getObserve().getLayer());
    assertEquals(25, examples.get(3).getCircuitBreaker().getErrorRatio());
    assertEquals(Duration.ofSeconds(30), examples.get(4).getSlowStart());
    assertEquals(Duration.ofMinutes(1), examples.get(5).getResolveInterval());
  }

  private List<BackendConfig> examples() throws Exception {
    List<BackendConfig> examples = new ArrayList<>();
    for (String block : DocumentedExamples.in(DOCS)) {
      RoutingConfig config = DocumentedExamples.load(block, directory);
      config.validate();
      examples.add(config.backends().get(0));
    }
    return examples;
  }

  private static Map<String, String> shown(String section) throws IOException {
    String text = Files.readString(DOCS).split("\n## " + section + "\n", 2)[1].split("\n## ", 2)[0];
    Map<String, String> shown = new TreeMap<>();
    Matcher row = ROW.matcher(text);
    while (row.find()) {
      shown.put(row.group(1), row.group(2).replace("`", ""));
    }
    return shown;
  }

  private static void assertShown(Map<String, String> shown, Object declared) throws Exception {
    TreeSet<String> settings = new TreeSet<>();
    for (Method method : declared.getClass().getMethods()) {
      if (method.getName().startsWith("set")) {
        settings.add(property(method.getName().substring("set".length())));
      }
    }
    assertEquals(settings, shown.keySet());
    for (String setting : settings) {
      Object value = getter(declared, setting).invoke(declared);
      String text = shown.get(setting);
      Object expected = value instanceof Duration ? Durations.parse(setting, text) : text;
      assertEquals(expected, value instanceof Duration ? value : String.valueOf(value), setting);
    }
  }

  private static Method getter(Object declared, String setting) {
    return Arrays.stream(declared.getClass().getMethods())
        .filter(method -> method.getName().startsWith("get"))
        .filter(method -> property(method.getName().substring("get".length())).equals(setting))
        .findFirst()
        .orElseThrow();
  }

  private static String property(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
