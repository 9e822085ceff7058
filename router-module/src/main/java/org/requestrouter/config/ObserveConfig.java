package org.requestrouter.config;

import java.time.Duration;

/**
 * How the health of a backend's servers is concluded from the requests that they get, as declared.
 */
public final class ObserveConfig {
  /** Only connections count. */
  public static final String LAYER4 = "layer4";

  /** Connections and responses count. */
  public static final String LAYER7 = "layer7";

  /** Too many errors in a row take the server down. */
  public static final String MARK_DOWN = "mark-down";

  /** Too many errors in a row count as one failed check. */
  public static final String FAIL_CHECK = "fail-check";

  private final String label;
  private String layer = LAYER4;
  private int errorLimit = 10;
  private String onError = MARK_DOWN;
  private Duration downTime = Duration.ofSeconds(10);

  /**
   * Creates the defaults.
   *
   * @param backend the name of the backend, for messages
   */
  public ObserveConfig(String backend) {
    this.label = "backend '" + backend + "': observe: ";
  }

  public String getLayer() {
    return layer;
  }

  /**
   * Sets what counts.
   *
   * @param mode {@code layer4}, the default: whether connections are made; {@code layer7}: also
   *     whether responses come, and their statuses: 100 to 499, 501 and 505 are good
   * @throws ConfigurationException if it is neither
   */
  public void setLayer(String mode) {
    this.layer = oneOf("layer", mode, LAYER4, LAYER7);
  }

  public int getErrorLimit() {
    return errorLimit;
  }

  /**
   * Sets how many errors in a row are too many.
   *
   * @param errorLimit a number of errors, default 10
   * @throws ConfigurationException if less than 1
   */
  public void setErrorLimit(int errorLimit) {
    if (errorLimit < 1) {
      throw new ConfigurationException(
          label + "errorLimit '" + errorLimit + "': must be at least 1");
    }
    this.errorLimit = errorLimit;
  }

  public String getOnError() {
    return onError;
  }

  /**
   * Sets what too many errors do.
   *
   * @param action {@code mark-down}, the default: the server goes down; {@code fail-check}: one
   *     check counts as failed, or the server goes down if it has no checks
   * @throws ConfigurationException if it is neither
   */
  public void setOnError(String action) {
    this.onError = oneOf("onError", action, MARK_DOWN, FAIL_CHECK);
  }

  public Duration getDownTime() {
    return downTime;
  }

  /**
   * Sets how long a server without checks stays down. It then gets requests again, and goes down
   * with the first error until one of them has succeeded.
   *
   * @param text a duration, default {@code 10s}; without effect on servers that are checked
   * @throws ConfigurationException if it is not a duration
   */
  public void setDownTime(String text) {
    downTime = Durations.parse(label + "downTime", text);
  }

  private String oneOf(String option, String text, String first, String second) {
    if (!first.equals(text) && !second.equals(text)) {
      throw new ConfigurationException(
          label + option + " '" + text + "': use " + first + " or " + second);
    }
    return text;
  }

  @Override
  public String toString() {
    return "observe " + layer + " error-limit " + errorLimit + " on-error " + onError;
  }
}
