package org.requestrouter.config;

import java.util.Locale;

/** Whether connections to a server begin with who the client is, in HAProxy's PROXY protocol. */
public enum SendProxy {
  /** They do not. */
  NONE,
  /** They do, in the protocol's first version, a line of text. */
  V1,
  /** They do, in its second version, which is binary. */
  V2;

  static SendProxy parse(String label, String text) {
    for (SendProxy version : values()) {
      if (version.toString().equals(text)) {
        return version;
      }
    }
    throw new ConfigurationException(
        label + " '" + (text == null ? "" : text) + "': must be none, v1 or v2");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
