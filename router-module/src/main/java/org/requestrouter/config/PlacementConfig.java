package org.requestrouter.config;

import java.time.Duration;

/**
 * How many requests a backend takes, and how often it tries them. The timeouts that it inherits say
 * for how long.
 */
public abstract class PlacementConfig extends TimeoutConfig {
  private int retries = 3;
  private int retryBudget = 100;
  private RetryOn retryOn = RetryOn.DEFAULT;
  private int maxQueue;
  private int maxHeld;
  private int maxHeldPerClient;
  private Duration retryAfter = Duration.ofSeconds(1);

  PlacementConfig() {}

  public int getRetries() {
    return retries;
  }

  /**
   * Sets how often a request may be tried again after its first attempt has failed.
   *
   * @param retries a number of further attempts, default 3; 0 means none
   * @throws ConfigurationException if negative
   */
  public void setRetries(int retries) {
    this.retries = notNegative("retries", retries);
  }

  public int getRetryBudget() {
    return retryBudget;
  }

  /**
   * Sets how many retries there may be as a share of the requests, so that servers in trouble do
   * not get several times the load. Ten more are always allowed, and as many again a second.
   *
   * @param percent of the requests, default 100; 0 leaves only those ten a second
   * @throws ConfigurationException if negative
   */
  public void setRetryBudget(int percent) {
    retryBudget = notNegative("retryBudget", percent);
  }

  public RetryOn getRetryOn() {
    return retryOn;
  }

  /**
   * Sets what is tried again, as {@link RetryOn} reads it.
   *
   * @param text HAProxy's words and statuses, default {@code conn-failure}
   * @throws ConfigurationException if a word is unknown
   */
  public void setRetryOn(String text) {
    retryOn = RetryOn.parse(label(), text);
  }

  public int getMaxQueue() {
    return maxQueue;
  }

  /**
   * Sets how many requests may wait for a server; further ones are refused at once with 503.
   *
   * @param maxQueue a number of requests, default 0, which means unlimited
   * @throws ConfigurationException if negative
   */
  public void setMaxQueue(int maxQueue) {
    this.maxQueue = notNegative("maxQueue", maxQueue);
  }

  public int getMaxHeld() {
    return maxHeld;
  }

  /**
   * Sets how many requests the backend holds at once, those at its servers and those in its queue
   * together; further ones are refused at once with 503.
   *
   * @param maxHeld a number of requests, default 0, which means unlimited
   * @throws ConfigurationException if negative
   */
  public void setMaxHeld(int maxHeld) {
    this.maxHeld = notNegative("maxHeld", maxHeld);
  }

  public int getMaxHeldPerClient() {
    return maxHeldPerClient;
  }

  /**
   * Sets how many requests of one client the backend holds at once; further ones are refused at
   * once with 429 (RFC 6585, 4). A client is an IPv4 address, or an IPv6 network of 64 bits: the
   * peer's, or what a trusted proxy says in X-Forwarded-For.
   *
   * @param maxHeldPerClient a number of requests, default 0, which means unlimited
   * @throws ConfigurationException if negative
   */
  public void setMaxHeldPerClient(int maxHeldPerClient) {
    this.maxHeldPerClient = notNegative("maxHeldPerClient", maxHeldPerClient);
  }

  public Duration getRetryAfter() {
    return retryAfter;
  }

  /**
   * Sets what Retry-After says to clients that are refused for want of room, rounded up to seconds.
   *
   * @param text a duration, default {@code 1s}
   * @throws ConfigurationException if it is not a duration
   */
  public void setRetryAfter(String text) {
    retryAfter = duration("retryAfter", text);
  }

  private int notNegative(String option, int number) {
    if (number < 0) {
      throw refused(option + " '" + number + "': must not be negative");
    }
    return number;
  }
}
