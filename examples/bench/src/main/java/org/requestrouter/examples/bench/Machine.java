package org.requestrouter.examples.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the figures come from.
 *
 * @param facts by name
 */
record Machine(Map<String, String> facts) {
  static Machine of(Options options) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("machine", options.machine());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    options.javas().forEach(java -> facts.put("Java " + java.label(), java.version()));
    facts.put("options of each Java", String.join(" ", options.javaOptions()));
    facts.put("HAProxy", version(options, "haproxy", "-v"));
    facts.put("nginx", version(options, "nginx", "-v"));
    facts.put("load", options.program("wrk").isPresent() ? "wrk" : "the suite's own generator");
    facts.put(
        "rounds",
        "%d of %s s, after a warm-up of %s s"
            .formatted(options.rounds(), options.seconds(), options.warmUp()));
    return new Machine(facts);
  }

  private static String version(Options options, String name, String option) {
    return options
        .program(name)
        .map(
            program -> {
              try {
                Process process =
                    new ProcessBuilder(List.of(program.toString(), option))
                        .redirectErrorStream(true)
                        .start();
                String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return text.lines().findFirst().orElse("").replaceAll(" - http\\S+", "");
              } catch (IOException x) {
                return x.toString();
              }
            })
        .orElse("missing");
  }
}
