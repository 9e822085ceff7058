package org.requestrouter.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What makes an exchange try another server, in the words of HAProxy's {@code retry-on}. Whatever
 * is chosen, a request that may have reached a server is sent again only if its method is
 * idempotent and none of its content has been read.
 *
 * @param failures the failures
 * @param statuses the statuses of responses
 */
public record RetryOn(Set<Failure> failures, Set<Integer> statuses) {

  /** A kind of failure. */
  public enum Failure {
    /** The connection could not be made, or one that had been used before was found dead. */
    CONN_FAILURE("conn-failure"),
    /** The connection ended before the first byte of the response. */
    EMPTY_RESPONSE("empty-response"),
    /** The response broke HTTP before any of it was relayed. */
    JUNK_RESPONSE("junk-response"),
    /** No response header came within the server timeout. */
    RESPONSE_TIMEOUT("response-timeout");

    private final String word;

    Failure(String word) {
      this.word = word;
    }
  }

  /** Connections not made or found dead, as nothing can have happened there. */
  static final RetryOn DEFAULT = new RetryOn(EnumSet.of(Failure.CONN_FAILURE), Set.of());

  private static final Set<Integer> STATUSES =
      new TreeSet<>(Set.of(401, 403, 404, 408, 421, 425, 429, 500, 501, 502, 503, 504));

  /** Creates a choice that can no longer be changed. */
  public RetryOn {
    failures = Set.copyOf(failures);
    statuses = Set.copyOf(statuses);
  }

  /**
   * Reads words and statuses separated by blanks or commas; {@code none} stands for nothing, {@code
   * all-retryable-errors} for all failures and 500, 502, 503 and 504.
   */
  static RetryOn parse(String label, String text) {
    Set<Failure> failures = EnumSet.noneOf(Failure.class);
    Set<Integer> statuses = new TreeSet<>();
    String[] words = text == null ? new String[] {""} : text.trim().split("[\\s,]+");
    for (String word : words) {
      if ("all-retryable-errors".equals(word)) {
        failures.addAll(EnumSet.allOf(Failure.class));
        statuses.addAll(Set.of(500, 502, 503, 504));
      } else if (!add(word, failures, statuses) && !isNothing(word, words)) {
        throw new ConfigurationException(
            label + ": retryOn '" + word + "': must be none, all-retryable-errors, " + known());
      }
    }
    return new RetryOn(failures, statuses);
  }

  private static boolean isNothing(String word, String[] words) {
    return "none".equals(word) && words.length == 1;
  }

  private static boolean add(String word, Set<Failure> failures, Set<Integer> statuses) {
    for (Failure failure : Failure.values()) {
      if (failure.word.equals(word)) {
        failures.add(failure);
        return true;
      }
    }
    for (Integer status : STATUSES) {
      if (status.toString().equals(word)) {
        statuses.add(status);
        return true;
      }
    }
    return false;
  }

  /** The words, in an order of their own. */
  @Override
  public String toString() {
    Stream<String> words =
        Arrays.stream(Failure.values()).filter(failures::contains).map(failure -> failure.word);
    Stream<String> numbers = statuses.stream().sorted().map(String::valueOf);
    String text = Stream.concat(words, numbers).collect(Collectors.joining(" "));
    return text.isEmpty() ? "none" : text;
  }

  private static String known() {
    StringBuilder words = new StringBuilder();
    for (Failure failure : Failure.values()) {
      words.append(failure.word).append(", ");
    }
    return words.append("or of ").append(STATUSES).toString();
  }
}
