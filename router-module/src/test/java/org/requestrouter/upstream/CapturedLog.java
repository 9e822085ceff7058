package org.requestrouter.upstream;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.logging.JettyLoggerFactory;
import org.eclipse.jetty.logging.StdErrAppender;
import org.slf4j.LoggerFactory;

/** What is logged while it is open. */
public final class CapturedLog implements AutoCloseable {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final StdErrAppender appender =
      (StdErrAppender)
          ((JettyLoggerFactory) LoggerFactory.getILoggerFactory())
              .getJettyLogger("org.requestrouter")
              .getAppender();
  private final PrintStream before = appender.getStream();

  /** Begins to keep what the router logs, instead of printing it. */
  public CapturedLog() {
    appender.setStream(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  /** All that was logged so far. */
  public String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    appender.setStream(before);
  }
}
