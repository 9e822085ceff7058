package org.requestrouter.config;

import java.time.Duration;
import org.requestrouter.rule.ResponseKey;
import org.requestrouter.rule.RuleSyntaxException;
import org.requestrouter.rule.SampleText;

/**
 * What a client is recognised by to be led back to the server that it had, as declared; HAProxy's
 * {@code stick on}, {@code stick store-response} and {@code stick-table}.
 */
public final class StickConfig {
  private static final int DEFAULT_SIZE = 100_000;
  private static final int MAX_SIZE = 100_000_000;

  private final String label;
  private final String origin;
  private SampleText on;
  private ResponseKey learn;
  private int size = DEFAULT_SIZE;
  private Duration expire = Duration.ofMinutes(30);

  StickConfig(String backend, String origin) {
    this.label = backend + ", stick";
    this.origin = origin;
  }

  /** Returns what recognises a client in its requests, or null if that is not declared yet. */
  public SampleText on() {
    return on;
  }

  /** As {@link #on()}, as declared. */
  public String getOn() {
    return on == null ? null : on.toString();
  }

  /**
   * Sets what recognises a client in its requests. Its value is kept with the server that answers.
   *
   * @param expression a fetch with its converters, for example {@code req.cook(JSESSIONID)}; there
   *     is no default
   * @throws ConfigurationException if it is not an expression
   */
  public void setOn(String expression) {
    try {
      on = SampleText.compile(expression);
    } catch (RuleSyntaxException x) {
      throw refused("on: " + x.getMessage(), x);
    }
  }

  /** Returns what announces in a response how the client will be recognised, or null. */
  public ResponseKey learn() {
    return learn;
  }

  /** As {@link #learn()}, as declared. */
  public String getLearn() {
    return learn == null ? null : learn.toString();
  }

  /**
   * Sets what announces in a response how the client will be recognised. Its value, too, is kept
   * with the server that answered.
   *
   * @param expression {@code res.cook(NAME)} or {@code res.hdr(NAME)}; default none
   * @throws ConfigurationException if it is neither
   */
  public void setLearn(String expression) {
    try {
      learn = ResponseKey.compile(expression == null ? "" : expression);
    } catch (RuleSyntaxException x) {
      throw refused("learn: " + x.getMessage(), x);
    }
  }

  public int getSize() {
    return size;
  }

  /**
   * Sets how many values are kept at most; those of least use are forgotten first.
   *
   * @param text a number, perhaps with {@code k} or {@code m} for 1,024 and 1,048,576 times as
   *     many; default 100000
   * @throws ConfigurationException if it is not a number from 1 to 100000000
   */
  public void setSize(String text) {
    size = count(text == null ? "" : text);
  }

  private int count(String text) {
    int shift = text.endsWith("k") ? 10 : text.endsWith("m") ? 20 : 0;
    String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
    if (!digits.matches("[0-9]{1,9}")) {
      throw refused("size '" + text + "': must be a number, such as 100000 or 200k", null);
    }
    long count = Long.parseLong(digits) << shift;
    if (count == 0 || count > MAX_SIZE) {
      throw refused("size '" + text + "': must be from 1 to " + MAX_SIZE, null);
    }
    return (int) count;
  }

  public Duration getExpire() {
    return expire;
  }

  /**
   * Sets how long a value is kept after its last use.
   *
   * @param text a duration, default {@code 30m}
   * @throws ConfigurationException if it is not a duration
   */
  public void setExpire(String text) {
    expire = Durations.parse(label + ": expire", text);
  }

  /** Checks that what recognises a client is declared. */
  void validate() {
    if (on == null) {
      throw Place.refused(origin, label + ": on: is required, for example req.cook(JSESSIONID)");
    }
  }

  private ConfigurationException refused(String reason, Throwable cause) {
    return new ConfigurationException(label + ": " + reason, cause);
  }

  @Override
  public String toString() {
    return "stick on " + on + (learn == null ? "" : " learn " + learn);
  }
}
