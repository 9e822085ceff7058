package org.requestrouter.config;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The document about aliases shows what is so. */
class AliasesDocumentTest {
  private static final Path DOCS = Path.of("src/main/docs/aliases.md");

  @Test
  void theDefaultOfEachSetting() throws Exception {
    Map<String, String> shown = DefaultsTest.shown(DOCS, "Settings");
    shown.replaceAll((name, value) -> value.equals("none") ? "null" : value);
    AliasesConfig site = new RoutingConfig().aliases("www.example.com", "app1.example.com");
    DefaultsTest.assertShown(shown, site);
  }
}
