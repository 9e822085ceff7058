package org.requestrouter.health;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it has been told. */
final class Changes implements StateListener {
  private final List<String> told = new CopyOnWriteArrayList<>();

  @Override
  public void changed(boolean up, String reason) {
    told.add((up ? "up: " : "down: ") + reason);
  }

  List<String> told() {
    return told;
  }
}
