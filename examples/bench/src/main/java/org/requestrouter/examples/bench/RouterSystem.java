package org.requestrouter.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The router, or Jetty alone, in a copy of the packaged base. */
final class RouterSystem implements ProxySystem {
  private static final String IDLE_MILLIS = "600000";
  private static final String BACKLOG = "4096";

  private final RouterBase base;
  private final JavaHome java;

  RouterSystem(RouterBase base, JavaHome java) {
    this.base = base;
    this.java = java;
  }

  @Override
  public String id() {
    return base.id() + "@" + java.label();
  }

  @Override
  public String description() {
    return base.description() + ", Java " + java.version();
  }

  @Override
  public Group group() {
    return base.group();
  }

  @Override
  public Optional<String> missing() {
    return java.isMissing() ? Optional.of("no Java in " + java.directory()) : Optional.empty();
  }

  @Override
  public boolean isJava() {
    return true;
  }

  @Override
  public Running start(Options options, int backEndPort) throws IOException {
    if (!Files.isDirectory(options.jettyBase())) {
      throw new IOException(options.jettyBase() + " is not there: it has to be packaged first");
    }
    Path directory = options.work().resolve(id());
    base.write(options.jettyBase(), directory, backEndPort);
    int port = Ports.free();
    List<String> command = new ArrayList<>();
    command.add(java.java().toString());
    command.addAll(options.javaOptions());
    command.add("-jar");
    command.add(options.jettyHome().resolve("start.jar").toString());
    command.add("jetty.http.host=127.0.0.1");
    command.add("jetty.http.port=" + port);
    command.add("jetty.http.idleTimeout=" + IDLE_MILLIS);
    command.add("jetty.http.acceptQueueSize=" + BACKLOG);
    return new Running(this, Child.start(directory, command), port);
  }
}
