package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of responses that a proxy and a client might read in two ways, byte for byte. */
@ParameterizedClass(name = "{0}")
@EnumSource(Door.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ResponseCorpusTest {
  private static final char END = 4;

  private static RawServer server;
  private static RouterFixture router;
  private static volatile String message;
  private static volatile int connectionOfCase;
  private static volatile int connectionOfNext;

  @Parameter Door door;

  static List<Corpus.Case> cases() throws IOException {
    return Corpus.read("responses.txt");
  }

  @BeforeParameterizedClassInvocation
  static void start(Door door) throws Exception {
    server = new RawServer();
    server.serve(ResponseCorpusTest::serve);
    router = RouterFixture.start(door, server.port(), (routing, backend, member) -> {});
    HttpConfiguration configuration =
        router.connector().getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(false);
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    router.stop();
    server.close();
  }

  private static void serve(Wire connection, int index) throws IOException {
    while (true) {
      if (connection.readRequest().head().target().equals("/next")) {
        connectionOfNext = index;
        connection.send(RawServer.OK);
        continue;
      }
      connectionOfCase = index;
      boolean ends = message.charAt(message.length() - 1) == END;
      connection.send(ends ? message.substring(0, message.length() - 1) : message);
      if (ends) return;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void hasOneMeaning(Corpus.Case response) throws Exception {
    message = response.message();
    Corpus.Expectation expectation = response.expectations().get(0);
    boolean again;
    try (RawClient client = RawClient.connect(router.port())) {
      client.get("/case");
      again = meet(client, response, expectation);
      if (again) assertServesNext(client);
    }
    if (!again) {
      try (RawClient other = RawClient.connect(router.port())) {
        assertServesNext(other);
      }
    }
    if (expectation.verdict().equals("relayed")) {
      assertEquals(connectionOfCase, connectionOfNext);
    } else {
      assertNotEquals(connectionOfCase, connectionOfNext);
    }
  }

  /** Whether the client's connection goes on. */
  private static boolean meet(
      RawClient client, Corpus.Case response, Corpus.Expectation expectation) throws IOException {
    if (expectation.isStatus()) {
      assertEquals(expectation.status(), Integer.parseInt(read(client).substring(9, 12)));
      return true;
    }
    if (expectation.verdict().equals("cut")) {
      try {
        String answer = read(client);
        assertTrue(answer.startsWith("HTTP/1.1 502 "), answer);
        return true;
      } catch (RawMessage.BadMessage expected) {
        return false;
      }
    }
    String relayed = expectation.message();
    assertEquals(RawMessage.normal(relayed == null ? response.message() : relayed), read(client));
    return true;
  }

  /** Reads the final response. */
  private static String read(RawClient client) throws IOException {
    String read = RawMessage.read(client::read);
    while (read != null && read.startsWith("HTTP/1.1 1")) read = RawMessage.read(client::read);
    if (read == null) throw new AssertionError("no response");
    return read;
  }

  private static void assertServesNext(RawClient client) throws IOException {
    client.get("/next");
    assertTrue(read(client).endsWith("\r\n\r\nok"));
  }

  @Test
  void hasManyCasesOfDifferentNames() throws IOException {
    List<Corpus.Case> cases = cases();
    assertTrue(cases.size() >= 30, () -> cases.size() + " cases");
    assertEquals(cases.size(), cases.stream().map(Corpus.Case::name).distinct().count());
  }
}
