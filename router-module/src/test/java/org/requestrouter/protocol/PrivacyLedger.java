package org.requestrouter.protocol;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients have received, of all that a {@link PersonalServer} has made. */
final class PrivacyLedger {
  private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicInteger> deliveries = new ConcurrentHashMap<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger personal = new AtomicInteger();
  private final AtomicInteger shared = new AtomicInteger();
  private final AtomicInteger brokenOff = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  /** Something has come to somebody that it was not for. */
  void leak(String what) {
    leaks.add(what);
  }

  /** The first things that have come to somebody that they were not for. */
  String leaks() {
    return leaks.stream().limit(5).reduce("", (all, next) -> all + "\n" + next);
  }

  /**
   * A response of the server has come.
   *
   * @return how often it has come by now
   */
  int delivered(String message, boolean isPersonal) {
    answered.incrementAndGet();
    (isPersonal ? personal : shared).incrementAndGet();
    return deliveries.computeIfAbsent(message, unseen -> new AtomicInteger()).incrementAndGet();
  }

  /** A response has come that is the router's own. */
  void refused() {
    refused.incrementAndGet();
  }

  /** An exchange has not come to its end. */
  void brokenOff() {
    brokenOff.incrementAndGet();
  }

  int personal() {
    return personal.get();
  }

  /** How often a response has come that had come to another before. */
  int repeated() {
    return answered.get() - deliveries.size();
  }

  int refusals() {
    return refused.get();
  }

  @Override
  public String toString() {
    return ("%d answered, %d of them personal and %d for all, %d of these by a response that others"
            + " had, too; %d broken off, %d by the router itself")
        .formatted(
            answered.get(),
            personal.get(),
            shared.get(),
            repeated(),
            brokenOff.get(),
            refused.get());
  }
}
