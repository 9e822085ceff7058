package org.requestrouter.examples.pubsub;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** All channels. Each is touched only inside an atomic operation of the map, which is its lock. */
final class Channels {
  private static final int MICROS = 1000;

  private final int memory;
  private final ConcurrentMap<String, Channel> channels = new ConcurrentHashMap<>();

  /** Starts from the clock, so that a client's last id stays below ours when we are restarted. */
  private final AtomicLong ids = new AtomicLong(System.currentTimeMillis() * MICROS);

  Channels(int memory) {
    this.memory = memory;
  }

  /** As {@link Channel#next}; {@code after} is absent for a client that wants only new messages. */
  Optional<Message> next(String name, Optional<Long> after, Waiter waiter) {
    AtomicReference<Optional<Message>> missed = new AtomicReference<>();
    channels.compute(
        name,
        (n, old) -> {
          Channel channel = old == null ? new Channel(memory) : old;
          missed.set(channel.next(after.orElse(Long.MAX_VALUE), waiter));
          return channel;
        });
    return missed.get();
  }

  Delivery publish(String name, String data) {
    AtomicReference<Message> message = new AtomicReference<>();
    AtomicReference<List<Waiter>> released = new AtomicReference<>();
    channels.compute(
        name,
        (n, old) -> {
          Channel channel = old == null ? new Channel(memory) : old;
          // Under the channel's lock, so that ids rise in the order in which messages are seen.
          message.set(new Message(ids.incrementAndGet(), data));
          released.set(channel.publish(message.get()));
          return channel;
        });
    long receivers = released.get().stream().filter(w -> w.deliver(message.get())).count();
    return new Delivery(message.get().id(), receivers);
  }

  /** The id of the last message of all channels. */
  long lastId() {
    return ids.get();
  }

  void leave(String name, Waiter waiter) {
    channels.computeIfPresent(
        name,
        (n, channel) -> {
          channel.leave(waiter);
          return channel.isStale(Long.MAX_VALUE) ? null : channel;
        });
  }

  int waiting(String name) {
    AtomicReference<Integer> count = new AtomicReference<>(0);
    channels.computeIfPresent(
        name,
        (n, channel) -> {
          count.set(channel.waiting());
          return channel;
        });
    return count.get();
  }

  int size() {
    return channels.size();
  }

  /** Forgets channels without waiters that nobody has published to for the given time. */
  void sweep(Duration age) {
    for (String name : channels.keySet()) {
      channels.computeIfPresent(name, (n, c) -> c.isStale(age.toNanos()) ? null : c);
    }
  }

  /** What became of a published message. */
  record Delivery(long id, long receivers) {}
}
