package org.requestrouter.config;

/** Reads options that are true or false; Jetty XML's own conversion takes any word for false. */
final class Flags {

  private Flags() {}

  /** Returns the value; throws a ConfigurationException that begins with the option's name. */
  static boolean parse(String option, String text) {
    if (!"true".equals(text) && !"false".equals(text)) {
      throw new ConfigurationException(
          option + " '" + (text == null ? "" : text) + "': must be true or false");
    }
    return Boolean.parseBoolean(text);
  }
}
