package org.requestrouter.headers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.eclipse.jetty.http.HttpField;
import org.junit.jupiter.api.Test;

class LineEndsTest {

  @Test
  void whatEndsALineBecomesBlankWhereverItStands() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[random.nextInt(bytes.length)] = (byte) "\r\n\0".charAt(random.nextInt(3));
      }
      int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
      byte[] expected = bytes.clone();
      for (int j = from; j < bytes.length; j++) {
        if (bytes[j] == '\r' || bytes[j] == '\n' || bytes[j] == 0) {
          expected[j] = ' ';
        }
      }

      LineEnds.blank(bytes, from, bytes.length);

      assertArrayEquals(expected, bytes);
    }
  }

  @Test
  void characterWhoseLowByteEndsALineDoesNot() {
    HeadBuffer head = HeadBuffer.current();
    head.accept(new HttpField("X-A", "b\u010D\u010AX-B: c\r\nX-C: d\0"));
    String text = StandardCharsets.ISO_8859_1.decode(head.toBuffer()).toString();
    assertEquals("X-A: b  X-B: c  X-C: d \r\n", text);
  }
}
