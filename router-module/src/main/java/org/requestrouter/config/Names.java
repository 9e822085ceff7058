package org.requestrouter.config;

import java.util.regex.Pattern;

/** Names of backends, servers and ACLs. They become parts of metric and JMX object names. */
final class Names {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_.:-]+");

  private Names() {}

  static String check(String kind, String name) {
    if (name == null || name.isEmpty()) {
      throw new ConfigurationException(kind + " '': a name is required");
    }
    if (!ALLOWED.matcher(name).matches()) {
      throw new ConfigurationException(
          kind + " '" + name + "': a name consists of letters, digits, '-', '_', '.' and ':'");
    }
    return name;
  }
}
