package org.requestrouter.examples.bench;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.requestrouter.examples.bench.client.Plan;

/**
 * Messages that come back, of which each WebSocket has one on its way; a message there and back
 * counts as a request.
 *
 * @param id the name
 * @param description what it is
 * @param message the bytes of one
 * @param isTraced whether system calls are counted, too
 */
record WebSocketWorkload(String id, String description, int message, boolean isTraced)
    implements Workload {
  private static final int SOCKETS = 64;

  @Override
  public boolean suits(ProxySystem system) {
    return system.carriesWebSockets();
  }

  @Override
  public Plan plan(int port, double seconds) {
    return Plan.ofWebSockets(Plan.WEB_SOCKET, port, SOCKETS, seconds, message);
  }

  /** What a start warms are requests, which have little in common with messages. */
  @Override
  public void warm(Running system, Tools tools) throws IOException, InterruptedException {
    tools.closedLoop(plan(system.port(), tools.options().warmUp()));
  }

  @Override
  public Map<Metric, Double> measure(Running system, Tools tools)
      throws IOException, InterruptedException {
    double seconds = tools.options().seconds();
    ProcFs process = system.procFs();
    process.resetPeak();
    tools.generator().begin(plan(system.port(), seconds));
    tools.generator().awaitReady();
    double before = process.cpuMicros();
    Map<String, Double> load = tools.generator().result(seconds);
    double cpu = process.cpuMicros() - before;
    double messages = load.get("requests");
    if (messages <= 0) {
      throw new IOException("no message has come back, errors: " + load.get("errors"));
    }
    Map<Metric, Double> figures = new EnumMap<>(Metric.class);
    figures.put(Metric.CPU, cpu / messages);
    figures.put(Metric.RATE, messages / load.get("seconds"));
    figures.put(Metric.PEAK_MEMORY, process.peakKib() / 1024);
    figures.put(Metric.ERRORS, load.get("errors"));
    return figures;
  }
}
