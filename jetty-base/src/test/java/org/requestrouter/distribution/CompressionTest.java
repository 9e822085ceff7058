package org.requestrouter.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jetty's compression modules in front of the router hold no stream up. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompressionTest {
  private static final String RULES =
      """
      <Configure class="org.requestrouter.config.RoutingConfig">
        <Call name="backend"><Arg>b</Arg>
          <Set name="eventStreamKeepAlive">500ms</Set>
          <Call name="server"><Arg>s</Arg><Arg>http://127.0.0.1:%d</Arg></Call>
        </Call>
        <Set name="defaultBackend">b</Set>
      </Configure>
      """;

  @TempDir private Path directory;
  private StreamingBackEnd backEnd;
  private JettyProcess jetty;

  @ParameterizedTest
  @CsvSource({
    "CORE, compression-gzip, jetty.compression.gzip.encoder.syncFlush",
    "EE10, gzip, jetty.gzip.syncFlush",
  })
  void eachLineArrivesBeforeTheNextIsWritten(Door door, String module, String syncFlush)
      throws Exception {
    JettyBase base = JettyBase.packaged().copyTo(directory.resolve("base"));
    base.run("--add-modules=" + module + "," + door.module());
    try (StreamingBackEnd streaming = new StreamingBackEnd()) {
      backEnd = streaming;
      Path rules = directory.resolve("rules.xml");
      Files.writeString(rules, RULES.formatted(streaming.port()));
      try (JettyProcess process =
          base.start("request-router.rules=" + rules, syncFlush + "=true").awaitStarted()) {
        jetty = process;
        compressesText();
        leavesEventsAlone();
        flushesOtherLines();
        passesOnWhatIsCompressedAlready();
      }
    }
  }

  private HttpResponse<InputStream> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + jetty.port() + path))
            .header("Accept-Encoding", "gzip")
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  private static List<String> encodings(HttpResponse<?> response) {
    return response.headers().allValues("Content-Encoding");
  }

  private void compressesText() throws Exception {
    HttpResponse<InputStream> response = get("/text");
    assertEquals(List.of("gzip"), encodings(response));
    try (InputStream content = new GZIPInputStream(response.body())) {
      assertEquals(1000 * StreamingBackEnd.line(0).length(), content.readAllBytes().length);
    }
  }

  /** Not compressed, by the modules' defaults; and the router's comments come through, too. */
  private void leavesEventsAlone() throws Exception {
    HttpResponse<InputStream> response = get("/events");
    assertEquals(List.of(), encodings(response));
    try (InputStream content = response.body()) {
      for (int i = 0; i < StreamingBackEnd.LINES; i++) {
        expect(StreamingBackEnd.line(i), content, true);
        if (i == 0) {
          expect(":\n:\n", content, false);
        }
        backEnd.acknowledge();
      }
    }
  }

  private void flushesOtherLines() throws Exception {
    HttpResponse<InputStream> response = get("/lines");
    assertEquals(List.of("gzip"), encodings(response));
    readPacked(response);
  }

  private void passesOnWhatIsCompressedAlready() throws Exception {
    HttpResponse<InputStream> response = get("/packed");
    assertEquals(List.of("gzip"), encodings(response));
    readPacked(response);
  }

  private void readPacked(HttpResponse<InputStream> response) throws IOException {
    try (InputStream content = new GZIPInputStream(response.body())) {
      for (int i = 0; i < StreamingBackEnd.LINES; i++) {
        expect(StreamingBackEnd.line(i), content, false);
        backEnd.acknowledge();
      }
      assertEquals(-1, content.read());
    }
  }

  /** Reads exactly that text, after comments if there may be some. */
  private static void expect(String text, InputStream content, boolean afterComments)
      throws IOException {
    int first = content.read();
    while (afterComments && first == ':') {
      assertEquals('\n', content.read());
      first = content.read();
    }
    assertEquals(text.charAt(0), first);
    for (int i = 1; i < text.length(); i++) {
      assertEquals(text.charAt(i), content.read());
    }
  }
}
