package org.requestrouter.metrics;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.Slf4jReporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.xml.XmlConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the documentation to the code. */
class MetricsDocumentTest {
  @TempDir Path directory;
  private String document;

  @BeforeEach
  void read() throws IOException {
    document = Files.readString(Path.of("src", "main", "docs", "metrics.md"));
  }

  @Test
  void describesEveryMetricInATable() {
    for (TrafficTimer timer : TrafficTimer.values()) {
      assertDescribed(timer.metric());
    }
    for (TrafficCounter counter : TrafficCounter.values()) {
      assertDescribed(counter.metric());
    }
    for (LiveGauge gauge : LiveGauge.values()) {
      assertDescribed(gauge.metric());
    }
  }

  @Test
  void namesMetricsAsTheRouterDoes() {
    String server = MetricName.inRegistry("pubsubs", "twisted1", "headerTime");
    String backend = MetricName.inRegistry("pubsubs", null, "responses.2xx");

    assertTrue(document.contains(row("a server", "timers", server)));
    assertTrue(document.contains(row("a backend", "counters", backend)));
  }

  @Test
  void attachesAReporterByTheXmlThatItShows() throws Exception {
    Path xml = Files.writeString(directory.resolve("reporter.xml"), block("xml"));
    try (ResourceFactory.Closeable resources = ResourceFactory.closeable()) {
      Resource resource = resources.newResource(xml);
      XmlConfiguration configuration = new XmlConfiguration(resource);
      configuration.getIdMap().put("Server", new Server());
      configuration.getIdMap().put("RequestRouterMetrics", new RouterMetrics("document"));

      configuration.configure();

      Object reporter = configuration.getIdMap().get("RequestRouterReporter");
      assertInstanceOf(Slf4jReporter.class, reporter).stop();
    }
  }

  private void assertDescribed(String metric) {
    assertTrue(document.contains("| `" + metric + "` | "), metric);
  }

  private static String row(String of, String kind, String name) {
    String jmx = MetricName.inJmx(RouterMetrics.DOMAIN, "default", kind, name).toString();
    return "| " + of + " | `" + name + "` | `" + jmx + "` |";
  }

  private String block(String language) {
    String start = "```" + language + "\n";
    int from = document.indexOf(start) + start.length();
    return document.substring(from, document.indexOf("```", from));
  }
}
