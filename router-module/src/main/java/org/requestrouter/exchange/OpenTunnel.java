package org.requestrouter.exchange;

import java.util.List;

/** What a connection carries since its upgrade, as long as it does. */
public interface OpenTunnel {

  /**
   * The exchange is over: the tunnel has the server's place from now on, and gives it back.
   *
   * @param atEnd what is to be done then, too
   */
  void hold(List<Runnable> atEnd);

  /** The client's side has been handed over, or will never be: then nothing is carried at all. */
  void handedOver();

  /** Asks both sides to leave, and cuts them off if they do not within a moment. */
  void goAway(String reason);

  /** Cuts both sides off. */
  void cut();
}
