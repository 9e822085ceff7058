package org.requestrouter.examples.bench;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.requestrouter.examples.bench.client.Plan;

/** WebSockets on which nothing passes any more after a message there and back. */
record IdleWebSocketWorkload(int sockets) implements Workload {
  private static final double LIMIT_SECONDS = 300;
  private static final int MESSAGE = 100;
  private static final int REHEARSAL = 8;

  @Override
  public String id() {
    return "websocket-idle";
  }

  @Override
  public String description() {
    return "%,d WebSockets that idle after a message of 100 bytes there and back; each is a hold"
        .formatted(sockets);
  }

  @Override
  public boolean needsFreshProcess() {
    return true;
  }

  @Override
  public boolean suits(ProxySystem system) {
    return system.carriesWebSockets();
  }

  @Override
  public Map<Metric, Double> measure(Running system, Tools tools)
      throws IOException, InterruptedException {
    open(system, tools, Math.max(1, sockets / REHEARSAL));
    end(tools);
    Map<Metric, Double> figures = new EnumMap<>(Metric.class);
    try (Holding holding = Holding.begin(system, figures)) {
      open(system, tools, sockets);
      holding.measure(sockets, tools.options().holdSeconds());
    }
    figures.put(Metric.ERRORS, end(tools).get("errors"));
    return figures;
  }

  private static void open(Running system, Tools tools, int count)
      throws IOException, InterruptedException {
    Plan plan =
        Plan.ofWebSockets(Plan.IDLE_WEB_SOCKET, system.port(), count, LIMIT_SECONDS, MESSAGE);
    tools.generator().begin(plan);
    tools.generator().awaitReady();
  }

  private static Map<String, Double> end(Tools tools) throws IOException, InterruptedException {
    tools.control("/sockets/end");
    Map<String, Double> load = tools.generator().result(LIMIT_SECONDS);
    // The proxy has ended its connections to the clients; nothing is left to the next measurement.
    TimeUnit.MILLISECONDS.sleep(200);
    return load;
  }
}
