package org.requestrouter.examples.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Streams that are sent one event a second each, spread evenly over the second. */
final class EventStreams {
  static final String PATH = "/events";
  static final long TICK_MILLIS = 5;

  private static final int SLOTS = 100;
  private static final long SLOT_NANOS = 1_000_000_000L / SLOTS;

  private final List<Set<ServedConnection>> slots = new ArrayList<>();
  private final Payload header =
      ascii(
          """
          HTTP/1.1 200 OK\r
          Content-Type: text/event-stream\r
          Cache-Control: no-store\r
          Transfer-Encoding: chunked\r
          \r
          """);
  private int added;
  private long served = System.nanoTime() / SLOT_NANOS;

  EventStreams() {
    for (int i = 0; i < SLOTS; i++) {
      slots.add(new LinkedHashSet<>());
    }
  }

  void add(ServedConnection connection) throws IOException {
    slots.get(added++ % SLOTS).add(connection);
    connection.send(header);
  }

  void remove(ServedConnection connection) {
    slots.forEach(slot -> slot.remove(connection));
  }

  void tick(long now) {
    for (long due = now / SLOT_NANOS; served < due; served++) {
      send(slots.get((int) Math.floorMod(served, (long) SLOTS)));
    }
  }

  private static void send(Set<ServedConnection> slot) {
    if (slot.isEmpty()) {
      return;
    }
    // 27 bytes: the field's name, 19 digits of the time, two line ends.
    Payload event = ascii("1b\r\ndata: %019d\n\n\r\n".formatted(System.nanoTime()));
    for (ServedConnection stream : List.copyOf(slot)) {
      try {
        stream.send(event);
      } catch (IOException x) {
        slot.remove(stream);
        stream.close();
      }
    }
  }

  private static Payload ascii(String text) {
    return Payloads.raw(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
