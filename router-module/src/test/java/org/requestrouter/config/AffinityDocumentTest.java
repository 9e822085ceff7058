package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document about affinity shows what is so. */
class AffinityDocumentTest {
  private static final Path DOCS = Path.of("src/main/docs/affinity.md");
  private static final Pattern BLOCK = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);

  private final BackendConfig backend = new RoutingConfig().backend("b");
  @TempDir private Path directory;

  @Test
  void theDefaultOfEachSettingOfACookie() throws Exception {
    Map<String, String> shown = DefaultsTest.shown(DOCS, "A cookie of the router's");
    shown.replaceAll((name, value) -> value.equals("none") ? "null" : value);
    DefaultsTest.assertShown(shown, backend.cookie("SRV"));
  }

  @Test
  void theDefaultOfEachSettingOfATable() throws Exception {
    Map<String, String> shown = DefaultsTest.shown(DOCS, "What the application sends");
    assertEquals("required", shown.put("on", "null"));
    shown.replaceAll((name, value) -> value.equals("none") ? "null" : value);
    DefaultsTest.assertShown(shown, backend.stick());
  }

  private BackendConfig loaded(int block) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(DOCS));
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    String file =
        "<Configure class=\"org.requestrouter.config.RoutingConfig\">"
            + blocks.get(block)
            + "</Configure>";
    RoutingConfig config = new RoutingConfig();
    RulesFile.load(Files.writeString(directory.resolve("rules.xml"), file), config);
    config.validate();
    return config.backends().get(0);
  }

  @Test
  void theExampleOfACookie() throws IOException {
    BackendConfig loaded = loaded(0);

    assertEquals("SRV", loaded.getCookie().name());
    assertTrue(loaded.getCookie().isHttpOnly());
    assertEquals("Lax", loaded.getCookie().getSameSite());
    assertEquals("app1", loaded.servers().get(0).getCookie());
    assertEquals("blue", loaded.servers().get(1).getCookie());
  }

  @Test
  void theExampleOfATable() throws IOException {
    BackendConfig loaded = loaded(1);

    assertEquals("req.cook(BAYEUX_BROWSER)", loaded.getStick().getOn());
    assertEquals("res.cook(BAYEUX_BROWSER)", loaded.getStick().getLearn());
  }
}
