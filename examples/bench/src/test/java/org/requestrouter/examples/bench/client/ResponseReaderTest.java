package org.requestrouter.examples.bench.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {
  private final ResponseReader reader = new ResponseReader();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n0000000000000000042",
        "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nxxx\r\n0\r\n\r\n",
        "HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n",
      })
  void theEndIsFoundHoweverTheBytesCome(String response) throws Exception {
    byte[] bytes = response.getBytes(StandardCharsets.US_ASCII);
    assertTrue(reader.read(ByteBuffer.wrap(bytes)));
    for (int i = 0; i < bytes.length - 1; i++) {
      assertFalse(reader.read(ByteBuffer.wrap(bytes, i, 1)), "complete after byte " + i);
    }
    assertTrue(reader.read(ByteBuffer.wrap(bytes, bytes.length - 1, 1)));
    assertEquals(response.substring(9, 12), Integer.toString(reader.status()));
    if (response.endsWith("42")) {
      assertEquals(42, reader.time());
    }
  }
}
