package org.requestrouter.exchange;

import org.requestrouter.headers.Site;
import org.requestrouter.metrics.GroupMetrics;

/** One server of a group, with a place on it taken for an attempt. */
public interface ServerSlot {

  /** The server's name within its group. */
  String name();

  /** What the URLs of the server begin with. */
  Site site();

  /** The way to the server. */
  Upstream upstream();

  /** Where what happens at the server is recorded. */
  GroupMetrics metrics();

  /** The header of a final response has come, to an attempt that was let in with that pass. */
  void responded(int pass, int status);

  /** An attempt has come to nothing. */
  void failed(int pass, Failure failure);

  /** An attempt was ended from the client's side before it showed anything of the server. */
  void abandoned(int pass);

  /** Gives the place back; called once an attempt. */
  void release();
}
