package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.requestrouter.rule.RandomRequests.Sent;

/** Asks a real HAProxy for the same samples, which {@code -Drule.seed=N} determines. */
class SampleDifferentialTest {
  private static final int SAMPLES = 60;
  private static final int IN_A_FIELD = 10;
  private static final String FIELD = "samples: ";
  private static final int REQUESTS = 150;

  private static final List<String> FETCHES =
      List.of(
          "src",
          "src_port",
          "dst",
          "path",
          "pathq",
          "url",
          "query",
          "base",
          "method",
          "req.ver",
          "req_ver",
          "ssl_fc",
          "always_true",
          "hdr(x)",
          "req.hdr(x,1)",
          "req.hdr(x,-2)",
          "req.hdr(host)",
          "req.fhdr(x)",
          "req.fhdr(y,1)",
          "req.hdr_cnt(x)",
          "req.fhdr_cnt(x)",
          "hdr_val(x-number)",
          "req.hdr_val(x-number,1)",
          "hdr_ip(x-forwarded-for)",
          "hdr_ip(x-forwarded-for,1)",
          "cook(a)",
          "req.cook(b)",
          "cook_cnt(a)",
          "cook_val(n)",
          "urlp(a)",
          "url_param(b)",
          "urlp(a,;)",
          "urlp_val(n)");
  private static final List<String> CONVERTERS =
      List.of(
          "",
          "",
          "",
          ",lower",
          ",upper",
          ",length",
          ",url_dec",
          ",host_only",
          ",field(2,/)",
          ",field(-1,.)",
          ",field(1,:),upper",
          ",field(1,a,0)",
          ",lower,length");

  @TempDir private Path directory;

  @BeforeEach
  void requireHaproxy() {
    HAProxyProcess.require();
  }

  @Test
  void givesTheTextsOfHaproxy() throws Exception {
    long seed = Long.getLong("rule.seed", System.nanoTime());
    Dice dice = new Dice(seed);
    List<String> samples =
        Stream.generate(() -> dice.pick(FETCHES) + dice.pick(CONVERTERS)).limit(SAMPLES).toList();
    List<TextFormat> formats =
        samples.stream().map(sample -> TextFormat.compile("<%[" + sample + "]>")).toList();
    RandomRequests requests = new RandomRequests(dice);
    List<String> differences = new ArrayList<>();
    int filled = 0;
    try (HAProxyProcess haproxy = HAProxyProcess.start(directory, frontend(samples))) {
      for (int i = 0; i < REQUESTS; i++) {
        Sent sent = requests.next();
        List<String> texts = texts(haproxy.exchange(sent.bytes()));
        assertEquals(SAMPLES, texts.size(), sent.bytes());
        for (int j = 0; j < SAMPLES; j++) {
          String text = formats.get(j).of(sent.request());
          filled += text.equals("<>") ? 0 : 1;
          if (!text.equals(texts.get(j))) {
            differences.add(
                samples.get(j) + ": " + texts.get(j) + ", not " + text + "\n" + sent.bytes());
          }
        }
      }
    }
    if (!differences.isEmpty()) {
      List<String> first = differences.subList(0, Math.min(20, differences.size()));
      fail("-Drule.seed=" + seed + ": " + differences.size() + "\n" + String.join("\n", first));
    }
    assertTrue(filled > SAMPLES * REQUESTS / 4, "samples are too seldom there: " + filled);
  }

  /** A line has at most 64 words and 2048 characters, so that a field holds several samples. */
  private static List<String> frontend(List<String> samples) {
    StringBuilder line = new StringBuilder("http-request return status 200");
    for (int from = 0; from < samples.size(); from += IN_A_FIELD) {
      String field =
          samples.subList(from, from + IN_A_FIELD).stream()
              .map(sample -> "<%[" + sample + "]>")
              .collect(Collectors.joining("|"));
      line.append(" hdr samples \"").append(field).append('"');
    }
    return List.of(line.toString());
  }

  private static List<String> texts(String response) {
    return response
        .lines()
        .filter(line -> line.startsWith(FIELD))
        .flatMap(line -> Stream.of(line.substring(FIELD.length()).split("\\|", -1)))
        .toList();
  }
}
