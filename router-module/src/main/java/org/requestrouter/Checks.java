package org.requestrouter;

import java.util.HashMap;
import java.util.Map;
import org.requestrouter.backend.BackendServer;
import org.requestrouter.health.ActiveChecks;
import org.requestrouter.health.CheckTarget;

/** Which servers are being checked; guarded by what applies the plans. */
final class Checks {
  private final ActiveChecks active;
  private final Map<BackendServer, ActiveChecks.Handle> handles = new HashMap<>();

  Checks(ActiveChecks active) {
    this.active = active;
  }

  /** Has the server checked like that from now on, or not at all if there is no target. */
  void set(BackendServer server, CheckTarget target) {
    end(server);
    if (target != null) {
      handles.put(server, active.add(target, server.health()));
    }
  }

  void end(BackendServer server) {
    ActiveChecks.Handle handle = handles.remove(server);
    if (handle != null) {
      handle.stop();
    }
  }
}
