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
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.xml.XmlConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document on health shows each option with its default, and examples that work. */
class HealthDocumentTest {
  private static final Path DOCS = Path.of("src/main/docs/health.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([\\w.-]+)` \\| ([^|]+) \\|", Pattern.MULTILINE);

  @TempDir private Path directory;

  /** The health of one backend, as an example declares it. */
  public static final class Declared {
    private final CheckConfig check = new CheckConfig("app");
    private final ObserveConfig observe = new ObserveConfig("app");
    private final BreakerConfig breaker = new BreakerConfig("app");

    public CheckConfig check() {
      return check;
    }

    public ObserveConfig observe() {
      return observe;
    }

    public BreakerConfig breaker() {
      return breaker;
    }
  }

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
    List<Declared> examples = examples();
    assertEquals(4, examples.size());
    CheckConfig check = examples.get(0).check();
    assertEquals("/health", check.getUri());
    assertEquals("200-299", check.getExpectStatus().toString());
    assertEquals(Duration.ofSeconds(2), check.getInterval());
    assertEquals(Duration.ofMillis(500), check.getFastInterval());
    assertEquals(2, examples.get(1).check().getRise());
    assertEquals("layer7", examples.get(2).observe().getLayer());
    assertEquals(25, examples.get(3).breaker().getErrorRatio());
  }

  private List<Declared> examples() throws Exception {
    Matcher block =
        Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCS));
    List<Declared> examples = new ArrayList<>();
    while (block.find()) {
      String calls = block.group(1);
      Matcher health =
          Pattern.compile(
                  "<Call name=\"(?:check|observe|breaker)\"(?:/>|>.*?</Call>)", Pattern.DOTALL)
              .matcher(calls);
      StringBuilder text = new StringBuilder("<?xml version=\"1.0\"?>\n");
      text.append("<!DOCTYPE Configure PUBLIC \"-//Jetty//Configure//EN\" \"\">\n");
      text.append("<Configure class=\"").append(Declared.class.getName()).append("\">\n");
      boolean any = false;
      while (health.find()) {
        text.append(health.group()).append('\n');
        any = true;
      }
      if (any) {
        Path file = Files.writeString(directory.resolve("example.xml"), text + "</Configure>\n");
        Declared declared = new Declared();
        new XmlConfiguration(ResourceFactory.root().newResource(file)).configure(declared);
        declared.check().validate();
        examples.add(declared);
      }
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
