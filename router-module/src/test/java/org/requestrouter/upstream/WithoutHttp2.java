package org.requestrouter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A JVM to whose class path the module that brings HTTP/2 has not been added. */
public final class WithoutHttp2 {
  private WithoutHttp2() {}

  /** Runs a program, which has to end well, and returns the lines that it writes. */
  public static List<String> run(Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    String all = System.getProperty("java.class.path");
    String without =
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(all)
            .filter(entry -> !entry.contains("http2"))
            .collect(Collectors.joining(File.pathSeparator));
    assertNotEquals(all, without);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-cp", without, program.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    return output.lines().toList();
  }
}
