package org.requestrouter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.DefaultServlet;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules leave to the webapps. */
@Timeout(60)
class UnmatchedTest {

  private static void onlyApi(Fixture fixture) {
    fixture.routing.setDefaultBackend("webapps");
    fixture.routing.useBackend("b", "{ path_beg /site/api/ }");
  }

  @Test
  void withoutFilesItIsNotFound() throws Exception {
    try (Fixture fixture =
            Fixture.start(
                f -> {
                  onlyApi(f);
                  f.servlet("/*", holder -> {});
                });
        Peer client = fixture.client()) {
      assertEquals(404, Peer.status(client.get("/file.txt").head()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/*", "/site/*"})
  void filesOfTheApplicationAreServed(String mapping, @TempDir Path directory) throws Exception {
    Files.createDirectory(directory.resolve("site"));
    Files.writeString(directory.resolve("site/file.txt"), "a file");
    Files.writeString(directory.resolve("file.txt"), "another");
    try (Fixture fixture =
            Fixture.start(
                f -> {
                  onlyApi(f);
                  f.context.setBaseResourceAsPath(directory);
                  f.context.addServlet(new ServletHolder("default", DefaultServlet.class), "/");
                  f.servlet(mapping, holder -> {});
                });
        Peer client = fixture.client()) {
      client.get("/site/file.txt");
      String head = client.head();
      assertEquals(200, Peer.status(head));
      assertEquals("a file", client.text(head));

      String missing = client.get("/site/missing.txt").head();
      assertEquals(404, Peer.status(missing));
      client.text(missing);

      client.get("/site/api/x");
      try (Peer upstream = fixture.accept()) {
        upstream.head();
        upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        assertEquals("ok", client.text(client.head()));
      }
    }
  }
}
