package org.requestrouter.examples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.requestrouter.examples.bench.server.BackEnd;

/** The back end without a proxy, which the added latency is measured against. */
final class DirectSystem implements ProxySystem {
  static final String ID = "direct";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "the back end itself, without a proxy";
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public Running start(Options options, int ignored) throws IOException {
    int port = Ports.free();
    List<String> command =
        List.of(
            JavaHome.of(Path.of(System.getProperty("java.home"))).java().toString(),
            "-XX:+UseParallelGC",
            "-Xmx256m",
            "-cp",
            options.classPath(),
            BackEnd.class.getName(),
            Integer.toString(port));
    return new Running(this, Child.start(options.work().resolve(ID), command), port);
  }
}
