package org.requestrouter.examples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.requestrouter.examples.notes.NotesServer;
import org.requestrouter.examples.pubsub.PubSubServer;

/** Starts the back ends and Jetty as processes, says what to try, and stops them at the end. */
public final class Demo {
  private static final String RULES = "etc/request-router-rules.xml";

  private final DemoSettings settings;
  private final List<Child> children = new CopyOnWriteArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);

  private Demo(DemoSettings settings) {
    this.settings = settings;
  }

  /** Runs until the process is told to end, or a child ends by itself; takes no arguments. */
  public static void main(String[] args) throws Exception {
    Demo demo = new Demo(DemoSettings.fromSystem());
    Runtime.getRuntime().addShutdownHook(new Thread(demo::stop, "demo-stop"));
    try {
      demo.start();
      System.out.print(Guide.text(demo.settings));
      demo.awaitEnd();
    } catch (DemoException x) {
      System.err.println(x.getMessage());
      System.exit(1);
    }
  }

  private void start() throws DemoException, IOException, InterruptedException {
    if (!Files.exists(settings.base().resolve(RULES))) {
      throw new DemoException(
          settings.base() + " is not there: build it first, with mvn -DskipTests package");
    }
    Ports.requireFree(settings.host(), settings.ports());
    Child pubsub = backEnd("pubsub", PubSubServer.class, settings.pubsubPort());
    Child notes = backEnd("notes", NotesServer.class, settings.notesPort());
    Child jetty = jetty();
    pubsub.awaitReady("http://127.0.0.1:" + settings.pubsubPort() + "/");
    notes.awaitReady("http://127.0.0.1:" + settings.notesPort() + "/");
    jetty.awaitReady("http://" + settings.host() + ":" + settings.port() + "/chat/");
  }

  private Child backEnd(String name, Class<?> main, int port) throws IOException {
    return start(
        name,
        settings.logs(),
        List.of("-cp", settings.classPath(), main.getName(), "--port", Integer.toString(port)));
  }

  private Child jetty() throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add("-jar");
    arguments.add(settings.home().resolve("start.jar").toString());
    arguments.add("jetty.http.host=" + settings.host());
    arguments.add("jetty.http.port=" + settings.port());
    if (settings.notesPort() != DemoSettings.NOTES_PORT
        || settings.pubsubPort() != DemoSettings.PUBSUB_PORT) {
      arguments.add("request-router.rules=" + rulesForPorts());
    }
    return start("jetty", settings.base(), arguments);
  }

  private Child start(String name, Path directory, List<String> arguments) throws IOException {
    Files.createDirectories(directory);
    Child child = Child.start(name, settings.logs(), directory, arguments);
    children.add(child);
    return child;
  }

  /** The rules of the base, for back ends at other ports. */
  private Path rulesForPorts() throws IOException {
    String rules = Files.readString(settings.base().resolve(RULES));
    return Files.writeString(
        settings.logs().resolve("request-router-rules.xml"),
        rules
            .replace("127.0.0.1:" + DemoSettings.NOTES_PORT, "127.0.0.1:" + settings.notesPort())
            .replace(
                "127.0.0.1:" + DemoSettings.PUBSUB_PORT, "127.0.0.1:" + settings.pubsubPort()));
  }

  private void awaitEnd() throws DemoException, IOException, InterruptedException {
    CompletableFuture<?>[] ends =
        children.stream().map(Child::onExit).toArray(CompletableFuture<?>[]::new);
    Child ended = (Child) CompletableFuture.anyOf(ends).join();
    // Ctrl-C reaches the children too, so one may have ended before we are told to.
    if (!stopping.await(1, TimeUnit.SECONDS)) {
      throw ended.failure("has ended");
    }
    // Maven would go on after us, and report in the middle of the end.
    Thread.currentThread().join();
  }

  private void stop() {
    stopping.countDown();
    if (children.isEmpty()) {
      return;
    }
    System.out.println("Stopping the demo ...");
    List<Child> reversed = new ArrayList<>(children);
    Collections.reverse(reversed);
    reversed.forEach(Child::stop);
    System.out.println("The demo has stopped.");
  }
}
