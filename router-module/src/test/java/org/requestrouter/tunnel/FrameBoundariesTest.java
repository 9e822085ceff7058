package org.requestrouter.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where frames end, however they come. */
class FrameBoundariesTest {
  private final FrameBoundaries frames = new FrameBoundaries();

  private static byte[] frame(boolean masked, int length) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x82);
    int mask = masked ? 0x80 : 0;
    int lengthBytes = length < 126 ? 0 : length < 1 << 16 ? 2 : 8;
    frame.write(mask | (lengthBytes == 0 ? length : lengthBytes == 2 ? 126 : 127));
    for (int i = lengthBytes - 1; i >= 0; i--) {
      frame.write(i > 3 ? 0 : length >> (8 * i));
    }
    // What looks like headers of frames must not be taken for any.
    for (int i = 0; i < length + (masked ? 4 : 0); i++) {
      frame.write(0x81 + i % 2);
    }
    return frame.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "false,0",
    "true,0",
    "false,1",
    "true,125",
    "false,126",
    "true,126",
    "false,65535",
    "true,65535",
    "false,65536",
    "true,70000"
  })
  void frameEndsWithItsLastByteOnly(boolean masked, int length) {
    byte[] frame = frame(masked, length);
    assertTrue(frames.isBetweenFrames());
    for (int i = 0; i < frame.length; i++) {
      frames.pass(ByteBuffer.wrap(frame, i, 1));
      assertEquals(i == frame.length - 1, frames.isBetweenFrames(), "after byte " + i);
    }
  }

  @Test
  void framesInPiecesOfAnySizeAreFollowed() {
    Random random = new Random(42);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    boolean[] ends = new boolean[3_000_000];
    for (int i = 0; i < 300; i++) {
      all.writeBytes(frame(random.nextBoolean(), random.nextInt(random.nextInt(10) + 1) * 97));
      ends[all.size()] = true;
    }
    byte[] bytes = all.toByteArray();
    int at = 0;
    while (at < bytes.length) {
      int count = Math.min(1 + random.nextInt(300), bytes.length - at);
      frames.pass(ByteBuffer.wrap(bytes, at, count));
      at += count;
      assertEquals(ends[at], frames.isBetweenFrames(), "at " + at);
    }
  }

  @Test
  void endOfThePresentFrameIsFoundAmongMore() {
    byte[] first = frame(true, 200);
    byte[] second = frame(true, 10);
    ByteBuffer both =
        ByteBuffer.allocate(first.length + second.length).put(first).put(second).flip();
    assertEquals(0, frames.passToEnd(both));
    frames.pass(both.slice(0, 50));
    both.position(50);
    assertEquals(first.length, frames.passToEnd(both));
    assertTrue(frames.isBetweenFrames());
    assertEquals(50, both.position());
  }

  @Test
  void frameWhoseLengthIsNoneNeverEnds() {
    byte[] frame = {(byte) 0x82, 127, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0};
    frames.pass(ByteBuffer.wrap(frame));
    frames.pass(ByteBuffer.allocate(100_000));
    assertFalse(frames.isBetweenFrames());
  }
}
