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
  private final byte[] json;

  Message(long id, String data) {
    this.id = id;
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
}
