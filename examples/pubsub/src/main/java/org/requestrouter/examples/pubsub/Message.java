package org.requestrouter.examples.pubsub;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.util.ajax.JSON;

/** One published message, encoded once for all who receive it. */
final class Message {
  private final long id;
  private final long bornNanos;
  private final String data;
  private final byte[] json;

  Message(long id, String data) {
    this.id = id;
    this.data = data;
    this.bornNanos = System.nanoTime();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", id);
    fields.put("data", data);
    this.json = new JSON().toJSON(fields).getBytes(StandardCharsets.UTF_8);
  }

  long id() {
    return id;
  }

  boolean isOlderThan(long nanos) {
    return System.nanoTime() - bornNanos > nanos;
  }

  ByteBuffer json() {
    return ByteBuffer.wrap(json).asReadOnlyBuffer();
  }

  /** As a server-sent event: each line of the data is a field of its own. */
  String event() {
    StringBuilder event = new StringBuilder("id: ").append(id).append('\n');
    data.lines().forEach(line -> event.append("data: ").append(line).append('\n'));
    if (data.isEmpty()) {
      event.append("data:\n");
    }
    return event.append('\n').toString();
  }
}
