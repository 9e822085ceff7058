package org.requestrouter.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A running Jazzer, in a process of its own: it changes the classes that it watches. It ends by
 * itself. The inputs that reach something new stay in the build directory for the next run, those
 * that fail beside them.
 */
final class JazzerProcess implements AutoCloseable {
  /** Time to start and end, also on a machine that stalls. */
  private static final int ALLOWANCE = 240;

  /** What is reported as an attack is what a rules file is for: expressions, classes and files. */
  private static final String DISABLED =
      Stream.of("ReflectiveCall", "RegexInjection", "FilePathTraversal")
          .map("com.code_intelligence.jazzer.sanitizers."::concat)
          .collect(Collectors.joining(":"));

  private final Target target;
  private final int seconds;
  private final Path log;
  private final Process process;

  JazzerProcess(Target target, int seconds) throws IOException {
    this.target = target;
    this.seconds = seconds;
    this.log = target.results().resolve("log");
    Path corpus = Files.createDirectories(target.results().resolve("corpus"));
    this.process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Dorg.eclipse.jetty.LEVEL=OFF",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type().getName(),
                "--instrumentation_includes=org.requestrouter.**:org.eclipse.jetty.http.**",
                "--custom_hook_includes=org.requestrouter.**",
                "--disabled_hooks=" + DISABLED,
                "--reproducer_path=" + target.results(),
                "-artifact_prefix=" + target.results() + "/",
                "-dict=" + target.dictionary(),
                "-max_total_time=" + seconds,
                "-max_len=4096",
                "-timeout=120",
                "-rss_limit_mb=2500",
                "-print_final_stats=1",
                corpus.toString(),
                target.corpus().toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  /** Waits for the end, and returns what has been found, or an empty text. */
  String await() throws IOException, InterruptedException {
    if (!process.waitFor(seconds + ALLOWANCE, TimeUnit.SECONDS)) {
      return target + " does not end; see " + log;
    }
    if (process.exitValue() == 0) {
      return "";
    }
    List<String> lines = lines();
    int from = 0;
    while (from < lines.size() && !lines.get(from).startsWith("== ")) {
      from++;
    }
    String finding = String.join("\n", lines.subList(from, Math.min(lines.size(), from + 60)));
    return target + " ended with " + process.exitValue() + "; see " + log + "\n" + finding;
  }

  /** How many inputs have been tried, and what they have reached. */
  String statistics() throws IOException {
    List<String> lines = lines();
    String done =
        lines.stream().filter(line -> line.contains(" DONE ")).findFirst().orElse("no end");
    String runs = lines.stream().filter(line -> line.startsWith("Done ")).findFirst().orElse("");
    return target + ": " + runs + "; " + done.strip();
  }

  private List<String> lines() throws IOException {
    // Inputs are quoted in the log as they are.
    return Files.readAllLines(log, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
