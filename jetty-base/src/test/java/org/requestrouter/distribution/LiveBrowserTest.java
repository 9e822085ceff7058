package org.requestrouter.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

/** A browser's own EventSource and WebSocket through the router, before and after a restart. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveBrowserTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private Browser browser;

  @Test
  void eventsAndEchoesArriveAndGoOnAfterARestartOfTheBackEnd() throws Exception {
    PubSubServer first = new PubSubServer(Settings.defaults().withPort(0)).start();
    try (NotesServer notes = new NotesServer(0).start();
        JettyProcess jetty = startJetty(notes.port(), first.port());
        Browser opened = new Browser(directory.resolve("profile"))) {
      browser = opened;
      browser.driver().get("http://localhost:" + jetty.port() + "/chat/live.html");
      awaitBoth("connected");
      assertFitsAPhone();

      publish(first, "one");
      awaitTexts("events", List.of("one"));
      publish(first, "two <b>");
      awaitTexts("events", List.of("one", "two <b>"));
      say("three");
      awaitTexts("echoes", List.of("three"));
      awaitTexts("events", List.of("one", "two <b>", "three"));
      assertEquals(List.of(), browser.console());

      int port = first.port();
      first.close();
      awaitBoth("waiting");
      try (PubSubServer second = new PubSubServer(Settings.defaults().withPort(port)).start()) {
        awaitBoth("connected");
        publish(second, "between");
        say("four");
        awaitTexts("echoes", List.of("three", "four"));
        awaitTexts("events", List.of("one", "two <b>", "three", "between", "four"));
        assertEquals(List.of(), errorsOfOtherThings());
      }
    } finally {
      first.close();
    }
  }

  private JettyProcess startJetty(int notes, int pubsub) throws Exception {
    Path rules =
        Configurations.demoRules().withPorts(notes, pubsub).writeTo(directory.resolve("rules.xml"));
    return JettyBase.packaged().start("request-router.rules=" + rules).awaitStarted();
  }

  private static void publish(PubSubServer server, String text) throws Exception {
    assertEquals(
        200, new Http(server.port()).post("localhost", "/publish/live", text).statusCode());
  }

  private void say(String text) {
    browser.driver().findElement(By.id("text")).sendKeys(text);
    browser.driver().findElement(By.tagName("button")).click();
  }

  private void awaitBoth(String state) {
    for (String id : List.of("events-state", "socket-state")) {
      await().atMost(PATIENCE).until(() -> state.equals(element(id).getDomAttribute("data-state")));
    }
  }

  private WebElement element(String id) {
    return browser.driver().findElement(By.id(id));
  }

  private void awaitTexts(String id, List<String> expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertEquals(
                    expected,
                    element(id).findElements(By.tagName("span")).stream()
                        .map(WebElement::getText)
                        .toList()));
  }

  private void assertFitsAPhone() {
    Dimension before = browser.driver().manage().window().getSize();
    browser.driver().manage().window().setSize(new Dimension(500, 800));
    String tooWide = "return document.documentElement.scrollWidth > innerWidth";
    assertEquals(false, ((JavascriptExecutor) browser.driver()).executeScript(tooWide));
    browser.driver().manage().window().setSize(before);
  }

  /** The browser itself reports each connection that is lost, or cannot be opened. */
  private List<String> errorsOfOtherThings() {
    return browser.console().stream()
        .filter(entry -> !entry.contains("/events/live") && !entry.contains("/socket/live"))
        .toList();
  }
}
