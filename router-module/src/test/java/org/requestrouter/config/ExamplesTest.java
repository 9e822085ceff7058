package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.xml.XmlConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is offered to users for copying works. */
class ExamplesTest {
  private static final Path TEMPLATE =
      Path.of("src/main/config/modules/request-router/request-router-rules.xml");
  private static final Path DOCS = Path.of("src/main/docs/configuration.md");
  private static final String DTD = "<!DOCTYPE Configure PUBLIC \"-//Jetty//Configure//EN\" \"\">";

  private final RoutingConfig config = new RoutingConfig();
  @TempDir private Path directory;

  @Test
  void theTemplateDeclaresNothing() {
    RulesFile.load(TEMPLATE, config);
    config.validate();
    assertEquals(List.of(), config.backends());
    assertEquals(List.of(), config.rules());
    assertEquals("webapps", config.getDefaultBackend());
  }

  @Test
  void theTemplatesExamplesWork() throws IOException {
    String examples = Files.readString(TEMPLATE).replaceAll("<!-- [^\n]*\n|  -->", "");
    RulesFile.load(Files.writeString(directory.resolve("rules.xml"), examples), config);
    config.validate();
    assertEquals(2, config.backends().size());
    assertEquals(2, config.acls().size());
    assertEquals(2, config.rules().size());
  }

  @Test
  void theTemplateShowsDefaultsWhereItSaysSo() throws IOException {
    String examples = Files.readString(TEMPLATE).replaceAll("<!-- [^\n]*\n|  -->", "");
    RulesFile.load(Files.writeString(directory.resolve("rules.xml"), examples), config);
    BackendConfig shown = config.backends().get(0);
    BackendConfig fresh = new RoutingConfig().backend("app");
    fresh.server("app1", "http://127.0.0.1:8081");
    assertEquals(fresh.getConnectTimeout(), shown.getConnectTimeout());
    assertEquals(fresh.getServerTimeout(), shown.getServerTimeout());
    assertEquals(fresh.getBalance(), shown.getBalance());
    assertEquals(fresh.servers().toString(), shown.servers().toString());
  }

  @Test
  void theDocumentsRulesFileWorks() throws IOException {
    Path file = Files.writeString(directory.resolve("rules.xml"), documented().get(0));
    RulesFile.load(file, config);
    config.validate();
    assertEquals("is_channel !{ method DELETE }", config.rules().get(0).condition());
  }

  @Test
  void theDocumentsInlineRulesWork() throws Exception {
    Path file = Files.writeString(directory.resolve("server.xml"), DTD + documented().get(1));
    XmlConfiguration xml = new XmlConfiguration(ResourceFactory.root().newResource(file));
    xml.getIdMap().put(RulesFile.ID, config);
    xml.configure(new Server());
    config.validate();
    assertEquals("{ hdr_dom(host) -i app.example.com }", config.rules().get(0).condition());
  }

  private static List<String> documented() throws IOException {
    Matcher block =
        Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCS));
    List<String> blocks = new ArrayList<>();
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }
}
