package org.requestrouter.examples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.requestrouter.examples.bench.client.Plan;

/**
 * Runs workloads over systems: every round once through all systems, so that all share its luck.
 */
final class Suite {
  private static final int WARM_CONNECTIONS = 64;

  private final Options options;
  private final Results results;
  private final Report report;
  private final Catalog catalog;

  /** The report is written after each workload, since a run takes long, and may break off. */
  Suite(Options options, Results results, Report report) {
    this.options = options;
    this.results = results;
    this.report = report;
    this.catalog = new Catalog(options);
  }

  void run() throws BenchException, IOException, InterruptedException {
    List<Workload> workloads = catalog.workloads();
    catalog.checkSystems();
    Directories.clear(options.work());
    DirectSystem direct = new DirectSystem();
    try (Running backEnd = direct.start(options, 0).awaitReady();
        Generator generator = new Generator(options)) {
      Tools tools =
          new Tools(options, generator, wrk(), program("strace", "no system calls"), backEnd);
      for (Group group : Group.values()) {
        run(group, workloads.stream().filter(w -> w.group() == group).toList(), tools);
      }
    }
  }

  private Optional<Wrk> wrk() throws IOException {
    Optional<Path> program = program("wrk", "the suite's own load generator is used");
    return program.isPresent() ? Optional.of(new Wrk(program.get(), options)) : Optional.empty();
  }

  private Optional<Path> program(String name, String otherwise) {
    Optional<Path> program = options.program(name);
    if (program.isEmpty()) {
      results.missing(name, "not installed: " + otherwise);
    }
    return program;
  }

  private void run(Group group, List<Workload> workloads, Tools tools)
      throws BenchException, IOException, InterruptedException {
    if (workloads.isEmpty()) {
      return;
    }
    List<ProxySystem> systems = present(catalog.systems(group));
    workloads.forEach(workload -> results.workload(workload.id(), workload.description()));
    List<Workload> shared = workloads.stream().filter(w -> !w.needsFreshProcess()).toList();
    if (!shared.isEmpty()) {
      runTogether(group, systems, shared, tools);
    }
    for (Workload workload : workloads) {
      if (workload.needsFreshProcess()) {
        runAlone(systems, workload, tools);
        report.write();
      }
    }
  }

  private List<ProxySystem> present(List<ProxySystem> systems) {
    List<ProxySystem> present = new ArrayList<>();
    for (ProxySystem system : systems) {
      system
          .missing()
          .ifPresentOrElse(
              reason -> results.missing(system.id(), reason),
              () -> {
                results.system(system.id(), system.description());
                present.add(system);
              });
    }
    return present;
  }

  private void runTogether(
      Group group, List<ProxySystem> systems, List<Workload> workloads, Tools tools)
      throws IOException, InterruptedException {
    List<Running> running = new ArrayList<>();
    try {
      if (group.hasDirect()) {
        results.system(DirectSystem.ID, tools.backEnd().system().description());
        running.add(tools.backEnd());
      }
      for (ProxySystem system : systems) {
        start(system, tools).ifPresent(running::add);
      }
      for (Workload workload : workloads) {
        runRounds(workload, running, tools);
        report.write();
      }
    } finally {
      running.stream().filter(system -> system != tools.backEnd()).forEach(Running::close);
    }
  }

  /** Starts and warms. */
  private Optional<Running> start(ProxySystem system, Tools tools) throws InterruptedException {
    say("starting " + system.id());
    Running running = null;
    try {
      running = system.start(options, tools.backEnd().port());
      running.awaitReady();
      tools.closedLoop(
          Plan.of(
              "closed", running.port(), system.group().path(), WARM_CONNECTIONS, options.warmUp()));
      return Optional.of(running);
    } catch (IOException x) {
      results.failure("start", system.id(), String.valueOf(x.getMessage()));
      if (running != null) {
        running.close();
      }
      return Optional.empty();
    }
  }

  private void runRounds(Workload workload, List<Running> running, Tools tools)
      throws InterruptedException {
    // The round 0 makes the systems warm for this workload; nothing of it is reported.
    for (int round = 0; round <= options.rounds(); round++) {
      say(workload.id() + ", round " + round + " of " + options.rounds());
      for (Running system : running) {
        measure(workload, system, round, tools);
      }
    }
    if (workload.isTraced() && tools.strace().isPresent()) {
      say(workload.id() + ", system calls");
      for (Running system : running) {
        trace(workload, system, tools);
      }
    }
  }

  private void runAlone(List<ProxySystem> systems, Workload workload, Tools tools)
      throws InterruptedException {
    for (int round = 1; round <= options.holdRounds(); round++) {
      say(workload.id() + ", round " + round + " of " + options.holdRounds());
      measure(workload, tools.backEnd(), round, tools);
      for (ProxySystem system : systems.stream().filter(workload::suits).toList()) {
        Optional<Running> running = start(system, tools);
        if (running.isPresent()) {
          measure(workload, running.get(), round, tools);
          running.get().close();
        }
      }
    }
  }

  private void measure(Workload workload, Running system, int round, Tools tools)
      throws InterruptedException {
    if (!workload.suits(system.system())) {
      return;
    }
    try {
      if (round == 0) {
        workload.warm(system, tools);
      } else {
        Map<Metric, Double> figures = workload.measure(system, tools);
        results.add(new Sample(workload.id(), system.system().id(), round, figures));
      }
    } catch (IOException x) {
      results.failure(workload.id(), system.system().id(), x.getMessage());
    }
  }

  private void trace(Workload workload, Running system, Tools tools) throws InterruptedException {
    if (!workload.suits(system.system())) {
      return;
    }
    try {
      Map<Metric, Double> figures = SystemCalls.measure(system, workload, tools);
      results.add(new Sample(workload.id(), system.system().id(), options.rounds() + 1, figures));
    } catch (IOException x) {
      results.failure(workload.id(), system.system().id(), x.getMessage());
    }
  }

  private static void say(String what) {
    System.out.println("bench: " + what);
  }
}
