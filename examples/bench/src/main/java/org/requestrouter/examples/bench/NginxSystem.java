package org.requestrouter.examples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nginx with one process that serves: its leanest form. */
final class NginxSystem implements ProxySystem {
  private final String id;
  private final String description;
  private final Group group;
  private final int connections;
  private final Optional<Path> program;

  private NginxSystem(
      String id, String description, Group group, int connections, Options options) {
    this.id = id;
    this.description = description;
    this.group = group;
    this.connections = connections;
    this.program = options.program("nginx");
  }

  /** Without a master, so that its memory is all in one place. */
  static NginxSystem proxy(Options options) {
    return new NginxSystem(
        "nginx",
        "nginx, one process, connections to the back end kept",
        Group.PROXIES,
        2 * options.connections(),
        options);
  }

  /** With a master, without which it does not look after its cache. */
  static NginxSystem cache(Options options) {
    return new NginxSystem(
        "nginx-cache",
        "nginx, one worker, proxy_cache with proxy_cache_lock",
        Group.POLLS,
        options.sharedHolds() + 1000,
        options);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Group group() {
    return group;
  }

  @Override
  public Optional<String> missing() {
    return program.isPresent() ? Optional.empty() : Optional.of("nginx is not installed");
  }

  @Override
  public Running start(Options options, int backEndPort) throws IOException {
    int port = Ports.free();
    Path directory = options.work().resolve(id);
    Path file = directory.resolve("nginx.conf");
    Templates.write(
        id + ".conf",
        file,
        Map.of(
            "connections", Integer.toString(connections),
            "user", System.getProperty("user.name"),
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
