package org.requestrouter.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebElement;
import org.requestrouter.examples.notes.NotesServer;
import org.requestrouter.examples.pubsub.PubSubServer;
import org.requestrouter.examples.pubsub.Settings;

/** The demo's page about the edge: aliases, a cross-origin call and identical polls. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EdgeBrowserTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private Browser browser;

  @Test
  void thePageShowsWhatTheEdgeDoes() throws Exception {
    try (PubSubServer pubsub = new PubSubServer(Settings.defaults().withPort(0)).start();
        NotesServer notes = new NotesServer(0).start();
        JettyProcess jetty = startJetty(notes.port(), pubsub.port());
        Browser opened = new Browser(directory.resolve("profile"))) {
      browser = opened;
      browser.driver().get("http://app.localhost:" + jetty.port() + "/chat/edge.html");
      assertRequestsAreSpreadOnlyWithTheScript();
      assertTheServerSeesTheCallAndNoPreflight();
      assertTheServerSeesOnePoll();
      assertFitsAPhone();
      assertEquals("", text("problem"));
      assertEquals(List.of(), browser.console());
    }
  }

  private JettyProcess startJetty(int notes, int pubsub) throws Exception {
    Path rules =
        Configurations.demoRules().withPorts(notes, pubsub).writeTo(directory.resolve("rules.xml"));
    return JettyBase.packaged().start("request-router.rules=" + rules).awaitStarted();
  }

  private void assertRequestsAreSpreadOnlyWithTheScript() {
    click("without", "aliases-result", "24 requests to 1 name:");
    assertEquals(Set.of("app.localhost"), hosts());
    click("with", "aliases-result", "24 requests to 4 names:");
    assertEquals(Set.of("app.localhost", "a1.localhost", "a2.localhost", "a3.localhost"), hosts());
  }

  private Set<String> hosts() {
    List<String> hosts = texts("#bars small");
    assertEquals(24, hosts.size());
    return new HashSet<>(hosts);
  }

  private void assertTheServerSeesTheCallAndNoPreflight() {
    click("call", "cross-result", "Answered with 200");
    assertEquals("1", text("visits"));
    click("call", "cross-result", "Answered with 200");
    await().atMost(PATIENCE).untilAsserted(() -> assertEquals("2", text("visits")));
    assertEquals("0", text("preflights"));
  }

  private void assertTheServerSeesOnePoll() {
    click("poll", "polls-result", "All 30 have the score");
    assertEquals("30", text("sent"));
    assertEquals("1", text("seen"));
    List<String> statuses = texts("#polls li");
    assertEquals(30, statuses.size());
    assertTrue(
        statuses.stream().allMatch(status -> status.startsWith("request-router; ")),
        statuses::toString);
  }

  private void click(String button, String result, String expected) {
    browser.driver().findElement(By.id(button)).click();
    await().atMost(PATIENCE).until(() -> text(result).startsWith(expected));
    await().atMost(PATIENCE).until(() -> browser.driver().findElement(By.id(button)).isEnabled());
  }

  private String text(String id) {
    return browser.driver().findElement(By.id(id)).getText();
  }

  private List<String> texts(String selector) {
    return browser.driver().findElements(By.cssSelector(selector)).stream()
        .map(WebElement::getText)
        .toList();
  }

  private void assertFitsAPhone() {
    browser.driver().manage().window().setSize(new Dimension(500, 800));
    String tooWide = "return document.documentElement.scrollWidth > innerWidth";
    assertEquals(false, ((JavascriptExecutor) browser.driver()).executeScript(tooWide));
  }
}
