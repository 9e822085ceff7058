package org.requestrouter.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The clients of the soak, and what disturbs them, for one round after the other. */
final class SoakTraffic {
  private static final int CLIENTS = 24;
  private static final long LONGEST_END = 120;
  private static final int SAMPLE_MILLIS = 20;
  private static final int RELOAD_MILLIS = 700;

  /** Not before the router has seen the end of the connections of the outage before. */
  private static final int UP_MILLIS = 2_500;

  private static final int DOWN_MILLIS = 300;

  private final RouterFixture router;
  private final List<SoakServer> servers;
  private final SoakRules rules;
  private final SoakLedger ledger;
  private final Outages outages = new Outages();
  private volatile boolean over;
  private int reloads;

  SoakTraffic(RouterFixture router, List<SoakServer> servers, SoakRules rules, SoakLedger ledger) {
    this.router = router;
    this.servers = servers;
    this.rules = rules;
    this.ledger = ledger;
  }

  /** Runs all of it for that time, and until each client has ended its last exchange. */
  void run(long millis, long seed) throws Exception {
    over = false;
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 3);
    ScheduledExecutorService fuses = Executors.newScheduledThreadPool(1);
    List<Future<?>> running = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(seed + i);
        SoakClient client = new SoakClient(router.port(), random, ledger, outages, fuses);
        running.add(start(threads, () -> client.runUntil(() -> over)));
      }
      running.add(start(threads, () -> restart(new Random(seed))));
      running.add(start(threads, this::reload));
      running.add(start(threads, this::sample));
      pause(millis);
      over = true;
      for (Future<?> end : running) end.get(LONGEST_END, TimeUnit.SECONDS);
    } finally {
      over = true;
      threads.shutdownNow();
      fuses.shutdownNow();
    }
  }

  private interface Part {
    void run() throws IOException;
  }

  private static Future<?> start(ExecutorService threads, Part part) {
    return threads.submit(
        () -> {
          part.run();
          return null;
        });
  }

  /** One at a time, so that there is always another to serve. */
  private void restart(Random random) throws IOException {
    while (goesOnFor(UP_MILLIS)) {
      SoakServer server = servers.get(random.nextInt(servers.size()));
      outages.begin(server.name());
      server.stop(random.nextBoolean() ? Wire.End.FIN : Wire.End.RESET);
      pause(random.nextInt(DOWN_MILLIS));
      server.start();
      outages.end();
    }
  }

  private void reload() throws IOException {
    while (goesOnFor(RELOAD_MILLIS)) {
      rules.write(++reloads);
      router.reload();
    }
  }

  private void sample() {
    while (goesOnFor(SAMPLE_MILLIS)) {
      Object tunnels = router.gauge("backend.b.tunnels");
      ledger.sample(router.inFlight(), router.queued(), (Long) tunnels);
    }
  }

  /** Waits for that long, unless it is over before. */
  private boolean goesOnFor(long millis) {
    for (long waited = 0; waited < millis && !over; waited += SAMPLE_MILLIS) pause(SAMPLE_MILLIS);
    return !over;
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Override
  public String toString() {
    return "restarts=" + outages.count() + " reloads=" + reloads;
  }
}
