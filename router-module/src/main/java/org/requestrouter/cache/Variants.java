package org.requestrouter.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Request;

/** The responses of one target. Immutable. */
final class Variants {
  /** More of them are not kept for one target; the oldest go first. */
  static final int MAX = 64;

  private static final int OVERHEAD = 128;

  private record Entry(List<String> fields, StoredResponse response) {}

  private final List<Entry> entries;

  private Variants(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  static Variants of(ShareKey key, StoredResponse response) {
    return new Variants(List.of(new Entry(key.fields(), response)));
  }

  /**
   * Returns these responses with a further one, which comes first, as the newest has the say (RFC
   * 9111, 4).
   *
   * @param dropped gets those for which there is no place any more
   */
  Variants with(ShareKey key, StoredResponse response, Consumer<StoredResponse> dropped) {
    List<Entry> kept = new ArrayList<>();
    kept.add(new Entry(key.fields(), response));
    for (Entry entry : entries) {
      boolean replaced = entry.fields.equals(key.fields()) && response.replaces(entry.response);
      boolean dead = entry.response.dead() - response.received() <= 0;
      if (replaced || dead || kept.size() == MAX) {
        dropped.accept(entry.response);
      } else {
        kept.add(entry);
      }
    }
    return new Variants(kept);
  }

  /** Returns the newest response that answers the request, be it fresh or not, or null. */
  StoredResponse find(ShareKey key, Request request) {
    for (Entry entry : entries) {
      if (entry.fields.equals(key.fields()) && entry.response.matches(key, request)) {
        return entry.response;
      }
    }
    return null;
  }

  void forEach(Consumer<StoredResponse> consumer) {
    entries.forEach(entry -> consumer.accept(entry.response));
  }

  /** When the last of them is good for nothing any more, as {@link System#nanoTime()}. */
  long dead() {
    long last = entries.get(0).response.dead();
    for (Entry entry : entries) {
      last = Math.max(0, entry.response.dead() - last) + last;
    }
    return last;
  }

  int weight() {
    long weight = OVERHEAD;
    for (Entry entry : entries) {
      weight += entry.response.weight();
    }
    return (int) Math.min(Integer.MAX_VALUE, weight);
  }
}
