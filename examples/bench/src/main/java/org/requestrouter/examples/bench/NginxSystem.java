package org.requestrouter.examples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nginx, in one process: its leanest form, and the one whose memory is all in one place. */
final class NginxSystem implements ProxySystem {
  private static final String ID = "nginx";

  private final Optional<Path> program;

  NginxSystem(Options options) {
    this.program = options.program(ID);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "nginx, one process, connections to the back end kept";
  }

  @Override
  public Optional<String> missing() {
    return program.isPresent() ? Optional.empty() : Optional.of("nginx is not installed");
  }

  @Override
  public Running start(Options options, int backEndPort) throws IOException {
    int port = Ports.free();
    Path directory = options.work().resolve(ID);
    Path file = directory.resolve("nginx.conf");
    Templates.write(
        "nginx.conf",
        file,
        Map.of(
            "connections", Integer.toString(2 * options.connections()),
            "port", Integer.toString(port),
            "backend", Integer.toString(backEndPort)));
    List<String> command =
        List.of(
            program.orElseThrow().toString(),
            "-p",
            directory.toString(),
            "-c",
            file.toString(),
            "-e",
            directory.resolve("error.log").toString());
    return new Running(this, Child.start(directory, command), port);
  }
}
