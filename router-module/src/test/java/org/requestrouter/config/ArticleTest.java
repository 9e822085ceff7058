package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The configuration of the article "Free your port 80 with HAProxy", translated. */
class ArticleTest {
  private final RoutingConfig config = new RoutingConfig();

  @BeforeEach
  void load() {
    RulesFile.load(Path.of("src/test/resources/config/article.xml"), config);
    config.validate();
  }

  @Test
  void theBackEndsAreTranslated() {
    BackendConfig apaches = config.backends().get(0);
    BackendConfig pubsubs = config.backends().get(1);
    assertEquals(2, config.backends().size());
    assertEquals("apaches", apaches.name());
    assertEquals(Duration.ofSeconds(10), apaches.getConnectTimeout());
    assertEquals(Duration.ofSeconds(30), apaches.getServerTimeout());
    assertEquals("roundrobin", apaches.getBalance());
    assertEquals(
        "[server apache1 http://127.0.0.1:8081 weight 1 maxconn 512]",
        apaches.servers().toString());
    assertEquals("pubsubs", pubsubs.name());
    assertEquals(Duration.ofSeconds(5), pubsubs.getConnectTimeout());
    assertEquals(Duration.ofMinutes(5), pubsubs.getServerTimeout());
    assertEquals("roundrobin", pubsubs.getBalance());
    assertEquals(
        "[server twisted1 http://127.0.0.1:8082 weight 1 maxconn 10000]",
        pubsubs.servers().toString());
  }

  @Test
  void theFrontEndIsTranslated() {
    assertEquals(Duration.ofMinutes(5), config.getClientTimeout());
    assertTrue(config.isForwardedFor());
    assertEquals("apaches", config.getDefaultBackend());
    assertEquals(
        List.of("path_beg /subscriptions/channel/", "hdr_dom(host) -i notes.example.com"),
        config.acls().stream().map(AclConfig::expression).toList());
    assertEquals(
        List.of("req_pubsub_path", "req_notes"),
        config.acls().stream().map(AclConfig::name).toList());
    assertEquals("[use_backend pubsubs if req_pubsub_path req_notes]", config.rules().toString());
  }
}
