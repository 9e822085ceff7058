package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Defaults stand in Java, or in the module's XML; what is shown to users agrees with them. */
class DefaultsTest {
  private static final Path CONFIG = Path.of("src/main/config");
  private static final Path DOCS = Path.of("src/main/docs/configuration.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([\\w.-]+)` \\| ([^|]+) \\|", Pattern.MULTILINE);
  private static final Pattern INI = Pattern.compile("^# ([\\w.-]+)=(.*)$", Pattern.MULTILINE);
  private static final Pattern XML =
      Pattern.compile("<Property name=\"([\\w.-]+)\" default=\"([^\"]*)\"/>");
  private static final Pattern SET =
      Pattern.compile("<Set name=\"\\w+\" property=\"([\\w.-]+)\"/>");

  private final RoutingConfig config = new RoutingConfig();
  private final BackendConfig backend = config.backend("b");
  private final ServerConfig server = backend.server("s", "http://localhost:1");

  @Test
  void theDocumentShowsTheDefaultOfEachRoutingSetting() throws Exception {
    Map<String, String> shown = shown("RoutingConfig");
    assertEquals("the connector's idle timeout", shown.remove("clientTimeout"));
    assertNull(config.getClientTimeout());
    shown.put("clientTimeout", "null");
    assertEquals("none", shown.put("trustedProxies", ""));
    assertShown(shown, config);
  }

  @Test
  void theDocumentShowsTheDefaultOfEachBackendSetting() throws Exception {
    Map<String, String> shown = shown("Backend");
    assertEquals("connectTimeout", shown.get("queueTimeout"));
    shown.put("queueTimeout", shown.get("connectTimeout"));
    shown.replaceAll((name, value) -> value.equals("none") ? "null" : value);
    assertShown(shown, backend);
  }

  @Test
  void theDocumentShowsTheDefaultOfEachServerSetting() throws Exception {
    Map<String, String> shown = shown("Server");
    assertEquals("the name", shown.put("cookie", server.name()));
    shown.replaceAll((name, value) -> value.equals("none") ? "null" : value);
    assertEquals("null", shown.put("sendProxy", "none"));
    assertShown(shown, server);
  }

  @Test
  void theDocumentShowsTheDefaultOfEachRuleSetting() throws Exception {
    Map<String, String> shown = shown("Rule");
    shown.replaceAll((name, value) -> value.equals("none") ? "null" : value);
    assertShown(shown, config.useBackend("b"));
  }

  @Test
  void theDocumentShowsTheModulesProperties() throws IOException {
    Map<String, String> offered = all(INI, "modules/request-router.mod");
    offered.putAll(all(INI, "modules/ee10-request-router.mod"));
    assertEquals(offered, shown("Module properties"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"request-router", "ee10-request-router", "ee11-request-router"})
  void theModuleOffersThePropertiesThatItsXmlReads(String module) throws IOException {
    Map<String, String> offered = all(INI, "modules/" + module + ".mod");
    Map<String, String> read = all(XML, "etc/" + module + ".xml");
    // Read by the servlet's modules too, with a default of their own; offered by the common one.
    read.remove("request-router.handler");
    read.forEach((name, value) -> assertEquals(value, offered.get(name), name));
    Matcher set = SET.matcher(Files.readString(CONFIG.resolve("etc/" + module + ".xml")));
    while (set.find()) {
      read.put(set.group(1), "");
    }
    assertEquals(offered.keySet(), read.keySet());
    assertFalse(offered.isEmpty());
  }

  @Test
  void theModulesForBothEnvironmentsAreAlike() throws IOException {
    for (String file :
        new String[] {"modules/ee%s-request-router.mod", "etc/ee%s-request-router.xml"}) {
      String ee10 = Files.readString(CONFIG.resolve(file.formatted("10")));
      String ee11 = Files.readString(CONFIG.resolve(file.formatted("11")));
      assertEquals(ee11, ee10.replace("ee10", "ee11").replace("EE10", "EE11"));
    }
  }

  private static Map<String, String> shown(String section) throws IOException {
    return shown(DOCS, section);
  }

  /** Returns the settings that a section of a document shows, with their defaults. */
  static Map<String, String> shown(Path document, String section) throws IOException {
    String text = Files.readString(document);
    text = text.split("\n## " + section + "\n", 2)[1].split("\n## ", 2)[0];
    Map<String, String> shown = new TreeMap<>();
    Matcher row = ROW.matcher(text);
    while (row.find()) {
      shown.put(row.group(1), row.group(2).replace("`", ""));
    }
    return shown;
  }

  private static Map<String, String> all(Pattern pattern, String file) throws IOException {
    Map<String, String> all = new TreeMap<>();
    Matcher matcher = pattern.matcher(Files.readString(CONFIG.resolve(file)));
    while (matcher.find()) {
      all.put(matcher.group(1), matcher.group(2));
    }
    return all;
  }

  static void assertShown(Map<String, String> shown, Object declared) throws Exception {
    TreeSet<String> settings = new TreeSet<>();
    for (Method method : declared.getClass().getMethods()) {
      if (method.getName().startsWith("set") && method.getParameterCount() == 1) {
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
        .filter(method -> method.getName().matches("(get|is)\\w+"))
        .filter(method -> property(method.getName().replaceFirst("get|is", "")).equals(setting))
        .findFirst()
        .orElseThrow();
  }

  private static String property(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
