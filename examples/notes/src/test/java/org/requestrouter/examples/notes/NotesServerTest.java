package org.requestrouter.examples.notes;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.util.ajax.JSON;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotesServerTest {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private NotesServer server;

  @BeforeEach
  void start() throws Exception {
    server = new NotesServer(0).start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aNoteOfTheFormAppearsOnThePage() throws Exception {
    HttpResponse<String> added = postForm("buy <milk> & \"eggs\"");
    assertEquals(303, added.statusCode());
    assertEquals("/", added.headers().firstValue("location").orElse(""));
    HttpResponse<String> page = client.send(get("/").build(), ofString());
    assertTrue(page.body().contains("<li>buy &lt;milk&gt; &amp; &quot;eggs&quot;</li>"));
    assertFalse(page.body().contains("<milk>"));
  }

  @Test
  void notesAreListedAsJsonNewestFirst() throws Exception {
    assertEquals(201, postJson("{\"text\":\"one\"}").statusCode());
    assertEquals(201, postJson("{\"text\":\"two\"}").statusCode());
    assertArrayEquals(new Object[] {"two", "one"}, (Object[]) json().get("notes"));
  }

  @Test
  void theReceivedForwardedForIsShown() throws Exception {
    assertEquals("", json().get("forwardedFor"));
    assertEquals("192.0.2.7", json("X-Forwarded-For", "192.0.2.7").get("forwardedFor"));
    HttpRequest forged = get("/").header("X-Forwarded-For", "<script>").build();
    assertTrue(client.send(forged, ofString()).body().contains("X-Forwarded-For: &lt;script&gt;"));
  }

  @Test
  void badNotesAreRefused() throws Exception {
    assertEquals(400, postJson("{\"text\":\" \"}").statusCode());
    assertEquals(400, postJson("[]").statusCode());
    assertEquals(400, postJson("{").statusCode());
    assertEquals(400, postForm("x".repeat(Notes.MAX_LENGTH + 1)).statusCode());
    assertEquals(0, ((Object[]) json().get("notes")).length);
  }

  @Test
  void onlyTheLastNotesAreKept() throws Exception {
    for (int i = 0; i <= Notes.MAX_NOTES; i++) {
      postJson("{\"text\":\"note " + i + "\"}");
    }
    Object[] notes = (Object[]) json().get("notes");
    assertEquals(Notes.MAX_NOTES, notes.length);
    assertEquals("note 1", notes[notes.length - 1]);
  }

  @Test
  void whatItDoesNotKnowIsNotFoundAndSaysWhoAnswered() throws Exception {
    HttpResponse<String> response =
        client.send(get("/subscriptions/channel/x").build(), ofString());
    assertEquals(404, response.statusCode());
    assertEquals("notes", response.headers().firstValue("server").orElse(""));
    assertTrue(response.body().contains("the notes server has no /subscriptions/channel/x"));
    HttpRequest delete = get("/notes").DELETE().build();
    assertEquals(405, client.send(delete, ofString()).statusCode());
  }

  @Test
  void thePortIsTakenFromTheCommandLine() {
    assertEquals(8081, NotesServer.parsePort());
    assertEquals(9000, NotesServer.parsePort("--port", "9000"));
    assertThrows(IllegalArgumentException.class, () -> NotesServer.parsePort("--prot", "1"));
    assertThrows(IllegalArgumentException.class, () -> NotesServer.parsePort("--port"));
    assertThrows(IllegalArgumentException.class, () -> NotesServer.parsePort("--port", "http"));
  }

  private HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private Map<?, ?> json(String... headers) throws Exception {
    HttpRequest.Builder request = get("/notes").header("Accept", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return (Map<?, ?>) new JSON().fromJSON(client.send(request.build(), ofString()).body());
  }

  private HttpResponse<String> postForm(String text) throws Exception {
    return post(
        "application/x-www-form-urlencoded",
        "text=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
  }

  private HttpResponse<String> postJson(String json) throws Exception {
    return post("application/json", json);
  }

  private HttpResponse<String> post(String type, String content) throws Exception {
    HttpRequest request =
        get("/notes").header("Content-Type", type).POST(BodyPublishers.ofString(content)).build();
    return client.send(request, ofString());
  }
}
