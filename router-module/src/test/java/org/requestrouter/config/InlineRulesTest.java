package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.xml.XmlConfiguration;
import org.junit.jupiter.api.Test;

/** The same calls in any XML file of the server, run by Jetty itself. */
class InlineRulesTest {

  @Test
  void theCallsWorkOnAReferenceInAServersXml() throws Exception {
    Path file = Path.of("src/test/resources/config/inline.xml");
    XmlConfiguration xml = new XmlConfiguration(ResourceFactory.root().newResource(file));
    xml.getProperties().put("pubsubs.maxConnections", "10000");
    xml.configure(new Server());

    RoutingConfig config = (RoutingConfig) xml.getIdMap().get(RulesFile.ID);
    config.validate();
    BackendConfig backend = config.backends().get(0);
    assertEquals("pubsubs", backend.name());
    assertEquals(Duration.ofMinutes(5), backend.getServerTimeout());
    assertEquals(10_000, backend.servers().get(0).getMaxConnections());
    assertEquals(1, backend.servers().get(0).getWeight(), "its property is not set");
    assertEquals("{ path_beg /chat/ }", config.rules().get(0).condition());
    assertEquals("webapps", config.rules().get(1).backend());
    assertEquals("pubsubs", config.getDefaultBackend());
    assertFalse(config.isForwarded());
    assertEquals("", config.getVia());
    assertEquals("", config.rules().get(0).origin());
  }
}
