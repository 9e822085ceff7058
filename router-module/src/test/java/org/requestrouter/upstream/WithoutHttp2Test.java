package org.requestrouter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The module that brings HTTP/2 is optional: only h2c servers need it. */
@Timeout(60)
class WithoutHttp2Test {

  @Test
  void onlyServersThatSpeakItNeedHttp2() throws Exception {
    String all = System.getProperty("java.class.path");
    String without =
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(all)
            .filter(entry -> !entry.contains("http2"))
            .collect(Collectors.joining(File.pathSeparator));
    assertNotEquals(all, without);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                without,
                StartWithoutHttp2.class.getName(),
                "http://localhost:1",
                "https://localhost:1",
                "h2c://localhost:1")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor());
    assertEquals(
        List.of(
            "http://localhost:1: started",
            "https://localhost:1: started",
            "server 's' 'h2c://localhost:1': h2c needs Jetty's module http2-client-transport,"
                + " which is not enabled"),
        output.lines().toList());
  }
}
