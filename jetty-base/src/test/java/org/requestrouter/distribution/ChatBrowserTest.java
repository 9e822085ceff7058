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
import org.openqa.selenium.WebElement;
import org.requestrouter.examples.notes.NotesServer;
import org.requestrouter.examples.pubsub.PubSubServer;
import org.requestrouter.examples.pubsub.Settings;

/** Two browsers chat by long polls through the router. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChatBrowserTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @Test
  void twoBrowsersChatBothWays() throws Exception {
    try (PubSubServer pubsub = new PubSubServer(Settings.defaults().withPort(0)).start();
        NotesServer notes = new NotesServer(0).start();
        JettyProcess jetty = startJetty(notes.port(), pubsub.port());
        Browser anna = new Browser(directory.resolve("anna"));
        Browser bert = new Browser(directory.resolve("bert"))) {
      String page = "http://localhost:" + jetty.port() + "/chat/";
      enter(anna, page, "Anna");
      enter(bert, page, "Bert");

      say(anna, "Hello <b>Bert</b>");
      awaitMessages(bert, List.of("Anna\nHello <b>Bert</b>"));
      say(bert, "Hello Anna");
      awaitMessages(anna, List.of("Anna\nHello <b>Bert</b>", "Bert\nHello Anna"));
      for (int i = 0; i < 10; i++) {
        say(i % 2 == 0 ? anna : bert, "message " + i);
      }
      for (Browser browser : List.of(anna, bert)) {
        await().atMost(PATIENCE).until(() -> messages(browser).size() == 12);
        assertEquals("connected", browser.driver().findElement(By.id("status")).getText());
      }
      assertEquals(messages(anna), messages(bert));
    }
  }

  @Test
  void aPageThatHasLostTheServerFindsItAgainAndMissesNothing() throws Exception {
    try (NotesServer notes = new NotesServer(0).start();
        Browser anna = new Browser(directory.resolve("anna"))) {
      PubSubServer first = new PubSubServer(Settings.defaults().withPort(0)).start();
      int port = first.port();
      try (JettyProcess jetty = startJetty(notes.port(), port)) {
        enter(anna, "http://localhost:" + jetty.port() + "/chat/", "Anna");
        say(anna, "before");
        awaitMessages(anna, List.of("Anna\nbefore"));
        // A connection that comes while the server stops, in this living process, is never closed.
        await().atMost(PATIENCE).until(() -> first.waiting("chat") == 1);
        first.close();
        awaitStatus(anna, "trying again");
        try (PubSubServer second = new PubSubServer(Settings.defaults().withPort(port)).start()) {
          new Http(second.port()).post("localhost", "/publish/chat", "after");
          awaitMessages(anna, List.of("Anna\nbefore", "somebody\nafter"));
          awaitStatus(anna, "connected");
        }
      } finally {
        first.close();
      }
    }
  }

  private JettyProcess startJetty(int notes, int pubsub) throws Exception {
    Path rules =
        Configurations.demoRules().withPorts(notes, pubsub).writeTo(directory.resolve("rules.xml"));
    return JettyBase.packaged().start("request-router.rules=" + rules).awaitStarted();
  }

  private static void enter(Browser browser, String page, String name) {
    browser.driver().get(page);
    WebElement field = browser.driver().findElement(By.id("name"));
    field.clear();
    field.sendKeys(name);
    awaitStatus(browser, "connected");
  }

  private static void say(Browser browser, String text) {
    browser.driver().findElement(By.id("text")).sendKeys(text);
    browser.driver().findElement(By.tagName("button")).click();
    await()
        .atMost(PATIENCE)
        .until(() -> messages(browser).stream().anyMatch(message -> message.endsWith(text)));
  }

  private static void awaitMessages(Browser browser, List<String> expected) {
    await().atMost(PATIENCE).until(() -> messages(browser).equals(expected));
  }

  private static void awaitStatus(Browser browser, String start) {
    await()
        .atMost(PATIENCE)
        .until(() -> browser.driver().findElement(By.id("status")).getText().startsWith(start));
  }

  private static List<String> messages(Browser browser) {
    return browser.driver().findElements(By.cssSelector("#messages li")).stream()
        .map(WebElement::getText)
        .toList();
  }
}
