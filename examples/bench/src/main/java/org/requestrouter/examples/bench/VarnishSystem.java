package org.requestrouter.examples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Varnish, which keeps what it caches in memory; a manager and a child that serves. */
final class VarnishSystem implements ProxySystem {
  private static final String ID = "varnish";

  private final Optional<Path> program;

  VarnishSystem(Options options) {
    this.program = options.program("varnishd");
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "Varnish, one pool of threads, 64 MiB of memory for answers";
  }

  @Override
  public Group group() {
    return Group.POLLS;
  }

  @Override
  public Optional<String> missing() {
    return program.isPresent() ? Optional.empty() : Optional.of("varnishd is not installed");
  }

  @Override
  public Running start(Options options, int backEndPort) throws IOException {
    int port = Ports.free();
    Path directory = options.work().resolve(ID);
    Path file = directory.resolve("varnish.vcl");
    Templates.write("varnish.vcl", file, Map.of("backend", Integer.toString(backEndPort)));
    List<String> command =
        List.of(
            program.orElseThrow().toString(),
            "-F",
            // It is to run as the user who starts it, and to write nowhere but here.
            "-j",
            "none",
            "-n",
            directory.resolve("state").toString(),
            "-f",
            file.toString(),
            "-a",
            "127.0.0.1:" + port,
            "-T",
            "none",
            "-s",
            "malloc,64m",
            "-p",
            "thread_pools=1",
            "-p",
            "listen_depth=4096",
            "-p",
            "timeout_idle=600");
    return new Running(this, Child.start(directory, command), port);
  }
}
