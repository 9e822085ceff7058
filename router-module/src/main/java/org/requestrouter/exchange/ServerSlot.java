package org.requestrouter.exchange;

import org.requestrouter.metrics.GroupMetrics;

/** One server of a group, with a place on it taken for an attempt. */
public interface ServerSlot {

  /** The server's name within its group. */
  String name();

  /** The way to the server. */
  Upstream upstream();

  /** Where what happens at the server is recorded. */
  GroupMetrics metrics();

  /** The header of a final response has come. */
  void responded(int status);

  /** An attempt has come to nothing, and the server is the reason. */
  void failed(Failure failure);

  /** Gives the place back; called once an attempt. */
  void release();
}
