package org.requestrouter.health;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.logging.JettyLoggerFactory;
import org.eclipse.jetty.logging.StdErrAppender;
import org.slf4j.LoggerFactory;

/** What is logged while it is open. */
final class CapturedLog implements AutoCloseable {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final StdErrAppender appender =
      (StdErrAppender)
          ((JettyLoggerFactory) LoggerFactory.getILoggerFactory())
              .getJettyLogger("org.requestrouter")
              .getAppender();
  private final PrintStream before = appender.getStream();

  CapturedLog() {
    appender.setStream(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  /** Returns the lines that contain the text. */
  List<String> lines(String text) {
    return bytes.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains(text)).toList();
  }

  @Override
  public void close() {
    appender.setStream(before);
  }
}
