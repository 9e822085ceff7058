package org.requestrouter.examples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** HAProxy, with one thread: its leanest form, as a second thread costs locks. */
final class HaproxySystem implements ProxySystem {
  private final String id;
  private final int threads;
  private final Optional<Path> program;

  HaproxySystem(String id, int threads, Options options) {
    this.id = id;
    this.threads = threads;
    this.program = options.program("haproxy");
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String description() {
    return "HAProxy, nbthread " + threads;
  }

  @Override
  public Optional<String> missing() {
    return program.isPresent() ? Optional.empty() : Optional.of("haproxy is not installed");
  }

  @Override
  public Running start(Options options, int backEndPort) throws IOException {
    int port = Ports.free();
    Path directory = options.work().resolve(id);
    Path file = directory.resolve("haproxy.cfg");
    Templates.write(
        "haproxy.cfg",
        file,
        Map.of(
            "threads", Integer.toString(threads),
            "connections", Integer.toString(options.connections()),
            "port", Integer.toString(port),
            "backend", Integer.toString(backEndPort)));
    Child child =
        Child.start(
            directory, List.of(program.orElseThrow().toString(), "-db", "-f", file.toString()));
    return new Running(this, child, port);
  }
}
