package org.requestrouter.protocol;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How the exchanges of the soak have ended; its own size does not depend on their number. */
final class SoakLedger {
  /** How an exchange has ended. */
  enum Outcome {
    /** Everything came, and was right. */
    DONE,
    /** Its client left, as planned. */
    LEFT,
    /** Its server broke off, as planned. */
    BROKEN_OFF,
    /** Its server was stopped. */
    OUTAGE
  }

  private static final int MOST_FAULTS = 20;

  private final Map<SoakKind, Map<Outcome, Long>> counts = new EnumMap<>(SoakKind.class);
  private final List<String> faults = new ArrayList<>();
  private final List<String> kept = new ArrayList<>();
  private long mostInFlight;
  private long mostQueued;
  private long mostTunnels;
  private long ids;

  synchronized long nextId() {
    return ++ids;
  }

  synchronized void count(SoakKind kind, Outcome outcome) {
    counts.computeIfAbsent(kind, k -> new EnumMap<>(Outcome.class)).merge(outcome, 1L, Long::sum);
  }

  synchronized long count(SoakKind kind) {
    return counts.getOrDefault(kind, Map.of()).getOrDefault(Outcome.DONE, 0L);
  }

  /** Something that must not be. */
  synchronized void fault(String what, Throwable why) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(what + ": " + why + (why.getCause() == null ? "" : ", by " + why.getCause()));
    }
  }

  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  synchronized void sample(long inFlight, long queued, long tunnels) {
    mostInFlight = Math.max(mostInFlight, inFlight);
    mostQueued = Math.max(mostQueued, queued);
    mostTunnels = Math.max(mostTunnels, tunnels);
  }

  /** What was there at the end of a round. */
  synchronized void kept(String what) {
    kept.add(what);
  }

  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder("exchanges=" + ids);
    counts.forEach((kind, outcomes) -> text.append("\n  ").append(kind).append(outcomes));
    text.append("\n  most at a time: in flight=" + mostInFlight);
    text.append(" queued=" + mostQueued + " tunnels=" + mostTunnels);
    text.append("\n  first round: ").append(kept.isEmpty() ? "" : kept.get(0));
    text.append("\n  last round: ").append(kept.isEmpty() ? "" : kept.get(kept.size() - 1));
    return text.toString();
  }
}
