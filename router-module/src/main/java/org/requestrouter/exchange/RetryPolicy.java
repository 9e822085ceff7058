package org.requestrouter.exchange;

import java.util.Set;
import org.requestrouter.config.RetryOn;

/**
 * Which failures may be followed by a further attempt.
 *
 * @param retries how many further attempts may follow the first
 * @param on what they may follow
 * @param budget what all exchanges together may have
 */
public record RetryPolicy(int retries, RetryOn on, RetryBudget budget) {

  /** Whether the failure is of a kind that is tried again, if the request allows it. */
  boolean covers(Failure.Kind kind) {
    Set<RetryOn.Failure> failures = on.failures();
    return switch (kind) {
      case CONNECT, CONNECT_TIMEOUT -> failures.contains(RetryOn.Failure.CONN_FAILURE);
      case REUSED_DIED ->
          failures.contains(RetryOn.Failure.CONN_FAILURE)
              || failures.contains(RetryOn.Failure.EMPTY_RESPONSE);
      case RESPONSE_EMPTY -> failures.contains(RetryOn.Failure.EMPTY_RESPONSE);
      case RESPONSE_INVALID -> failures.contains(RetryOn.Failure.JUNK_RESPONSE);
      case SERVER_TIMEOUT -> failures.contains(RetryOn.Failure.RESPONSE_TIMEOUT);
      case STATUS -> true;
      default -> false;
    };
  }

  boolean covers(int status) {
    return !on.statuses().isEmpty() && on.statuses().contains(status);
  }
}
