package org.requestrouter;

import java.util.HashMap;
import java.util.Map;
import org.requestrouter.backend.BackendServer;
import org.requestrouter.config.CheckConfig;
import org.requestrouter.health.ActiveChecks;
import org.requestrouter.health.CheckTarget;

/** Which servers are being checked; guarded by what applies the plans. */
final class Checks {
  private final ActiveChecks active;
  private final Map<BackendServer, Running> running = new HashMap<>();

  private record Running(CheckTarget target, ActiveChecks.Handle handle) {}

  Checks(ActiveChecks active) {
    this.active = active;
  }

  /** Returns what checks of the server do, if they do what the declaration says, or null. */
  CheckTarget target(BackendServer server, CheckConfig check) {
    Running now = running.get(server);
    return now != null && now.target.check().equals(check) ? now.target : null;
  }

  /** Has the server checked like that from now on, or not at all if there is no target. */
  void set(BackendServer server, CheckTarget target) {
    Running before = running.get(server);
    if (before == null || !before.target.equals(target)) {
      end(server);
      if (target != null) {
        running.put(server, new Running(target, active.add(target, server.health())));
      }
    }
  }

  void end(BackendServer server) {
    Running before = running.remove(server);
    if (before != null) {
      before.handle.stop();
    }
  }
}
