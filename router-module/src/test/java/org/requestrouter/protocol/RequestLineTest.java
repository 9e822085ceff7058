package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request line that a server would read otherwise than the router never reaches one. */
class RequestLineTest extends ProtocolTest {

  // In UTF-8 as on the wire: U+010D and U+010A end in the bytes of CR and LF, U+0120 in a blank's.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/?\u00c4\u00a0HTTP/1.1\u00c4\u008d\u00c4\u008aX-Forged:\u00c4\u00a01",
        "/?x=\u00c4\u008a",
        "/?x=\u00c3\u00a4",
        "/?x=\u00ff",
        "/\u00c4\u008a"
      })
  void targetsBeyondAsciiAreRefused(String target) throws Exception {
    start();
    RawClient client = connect().get(target);

    assertEquals(400, client.readResponse().status());
    upstream.expectNoConnection(Duration.ofMillis(100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/?%C4%8A=%0D%0A", "/?a=[b]|{c}\"<d>^`\\", "/%C4%8A"})
  void asciiIsForwardedAsItIs(String target) throws Exception {
    start();
    RawClient client = connect().get(target);
    Wire server = upstream.accept();

    assertTrue(server.readHead().startLine().equals("GET " + target + " HTTP/1.1"));
    server.send(RawServer.OK);
    assertEquals(200, client.readResponse().status());
  }
}
