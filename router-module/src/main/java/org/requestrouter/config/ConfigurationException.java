package org.requestrouter.config;

/** Configuration that cannot be used; the message names the offending element and text. */
public class ConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception whose message stands on its own. */
  public ConfigurationException(String message) {
    super(message);
  }

  /** Creates an exception with the failure that caused it. */
  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
