package org.requestrouter.health;

import java.io.IOException;

/** Makes the probes of one server. */
interface ProbeSource {

  /** Makes ready for probes. */
  void start() throws Exception;

  /** Frees what that has taken. */
  void stop();

  /**
   * Begins a probe, whose outcome may come before this returns.
   *
   * @throws IOException if it cannot even be tried
   */
  Probe probe(Probe.Outcome outcome) throws IOException;
}
