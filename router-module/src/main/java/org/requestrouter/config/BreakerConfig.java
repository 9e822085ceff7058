package org.requestrouter.config;

import java.time.Duration;

/** When a server that fails too many of its requests is spared further ones, as declared. */
public final class BreakerConfig {
  private static final int PERCENT = 100;

  private final String label;
  private int errorRatio = 50;
  private int minimumRequests = 20;
  private Duration window = Duration.ofSeconds(10);
  private Duration openTime = Duration.ofSeconds(10);
  private int probes = 1;

  /**
   * Creates the defaults.
   *
   * @param backend the name of the backend, for messages
   */
  public BreakerConfig(String backend) {
    this.label = "backend '" + backend + "': breaker: ";
  }

  public int getErrorRatio() {
    return errorRatio;
  }

  /**
   * Sets the share of requests that must fail for the breaker to open.
   *
   * @param percent 1 to 100, default 50
   * @throws ConfigurationException if out of range
   */
  public void setErrorRatio(int percent) {
    if (percent < 1 || percent > PERCENT) {
      throw new ConfigurationException(
          label + "errorRatio '" + percent + "': must be from 1 to " + PERCENT + " percent");
    }
    this.errorRatio = percent;
  }

  public int getMinimumRequests() {
    return minimumRequests;
  }

  /**
   * Sets how many requests must have ended within the window before their failures mean anything.
   *
   * @param requests a number of requests, default 20
   * @throws ConfigurationException if less than 1
   */
  public void setMinimumRequests(int requests) {
    this.minimumRequests = positive("minimumRequests", requests);
  }

  public Duration getWindow() {
    return window;
  }

  /**
   * Sets how far back requests are looked at.
   *
   * @param text a duration, default {@code 10s}; it moves in tenths
   * @throws ConfigurationException if it is not a duration
   */
  public void setWindow(String text) {
    window = Durations.parse(label + "window", text);
  }

  public Duration getOpenTime() {
    return openTime;
  }

  /**
   * Sets how long the server gets no request before it is probed.
   *
   * @param text a duration, default {@code 10s}
   * @throws ConfigurationException if it is not a duration
   */
  public void setOpenTime(String text) {
    openTime = Durations.parse(label + "openTime", text);
  }

  public int getProbes() {
    return probes;
  }

  /**
   * Sets how many requests probe the server; the breaker closes when as many have succeeded.
   *
   * @param probes a number of requests, default 1
   * @throws ConfigurationException if less than 1
   */
  public void setProbes(int probes) {
    this.probes = positive("probes", probes);
  }

  private int positive(String option, int value) {
    if (value < 1) {
      throw new ConfigurationException(label + option + " '" + value + "': must be at least 1");
    }
    return value;
  }

  @Override
  public String toString() {
    return "breaker " + errorRatio + "% of " + minimumRequests + " in " + window;
  }
}
