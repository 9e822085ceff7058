package org.requestrouter.backend;

import java.util.Locale;

/** What the operator wants of a server, in HAProxy's words. */
public enum AdminState {
  /** It serves, if it is healthy. */
  READY,
  /** It finishes what it has, and gets new requests only of clients that belong to it. */
  DRAIN,
  /** It gets nothing; what it has, it may finish. */
  MAINT;

  /** The state as operators write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether connections that are not in use may be used again soon, for all that is known. */
  boolean keepsConnections(Places places) {
    return this == READY || (this == DRAIN && places.taken() > 0);
  }

  /** Returns the state of that name; throws an IllegalArgumentException if there is none. */
  static AdminState parse(String word) {
    for (AdminState state : values()) {
      if (state.name().equalsIgnoreCase(word)) {
        return state;
      }
    }
    throw new IllegalArgumentException("state '" + word + "': must be ready, drain or maint");
  }
}
