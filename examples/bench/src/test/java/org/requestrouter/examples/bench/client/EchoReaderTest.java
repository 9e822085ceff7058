package org.requestrouter.examples.bench.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoReaderTest {
  private static final byte[] SWITCHING =
      ("HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: " + Frames.ACCEPT + "\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  /** As a server sends it: not masked. */
  private static byte[] message(int size) {
    byte[] content = new byte[size];
    Arrays.fill(content, Frames.CONTENT);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(Frames.BINARY);
    if (size < 126) {
      frame.write(size);
    } else {
      frame.writeBytes(new byte[] {126, (byte) (size >> 8), (byte) size});
    }
    frame.writeBytes(content);
    return frame.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 125, 126, 16384})
  void theEndsAreFoundHoweverTheBytesCome(int size) throws Exception {
    EchoReader reader = new EchoReader(size);
    byte[] message = message(size);

    for (byte[] part : List.of(SWITCHING, message, message)) {
      for (int i = 0; i < part.length - 1; i++) {
        assertFalse(reader.read(ByteBuffer.wrap(part, i, 1)), "complete after byte " + i);
      }
      assertTrue(reader.read(ByteBuffer.wrap(part, part.length - 1, 1)));
      assertTrue(reader.isOpen());
    }
    assertTrue(reader.read(ByteBuffer.wrap(message)));
  }

  @Test
  void anotherAnswerIsNoWebSocket() {
    byte[] answer = "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    IOException refused =
        assertThrows(IOException.class, () -> new EchoReader(100).read(ByteBuffer.wrap(answer)));

    assertEquals("no WebSocket: HTTP/1.1 200 OK", refused.getMessage());
  }

  @Test
  void aMessageThatIsStillMaskedIsNotTheOneThatWasSent() throws Exception {
    EchoReader reader = new EchoReader(100);
    reader.read(ByteBuffer.wrap(SWITCHING));

    assertThrows(IOException.class, () -> reader.read(Frames.masked(100)));
  }
}
