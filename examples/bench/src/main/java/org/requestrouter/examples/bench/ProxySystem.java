package org.requestrouter.examples.bench;

import java.io.IOException;
import java.util.Optional;

/** Something to measure. */
interface ProxySystem {
  /** The name; with a Java, followed by @ and its version. */
  String id();

  /** What it is, for the report. */
  String description();

  default Group group() {
    return Group.PROXIES;
  }

  /** Why it cannot be started, if so. */
  Optional<String> missing();

  /** Whether it runs on a Java, whose memory can be asked for. */
  default boolean isJava() {
    return false;
  }

  /** Whether it can carry WebSockets. */
  default boolean carriesWebSockets() {
    return true;
  }

  /** Starts it before the back end; it need not be ready at once. */
  Running start(Options options, int backEndPort) throws IOException;
}
