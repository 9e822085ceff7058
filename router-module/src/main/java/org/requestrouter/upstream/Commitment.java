package org.requestrouter.upstream;

import java.io.IOException;
import java.net.ProtocolException;
import org.eclipse.jetty.io.EofException;
import org.requestrouter.exchange.Attempt;
import org.requestrouter.exchange.Failure;

/** The moment from which the client is given the response of an attempt, and no other. */
final class Commitment {
  private Commitment() {}

  /**
   * Commits the exchange to a final response.
   *
   * @throws ServerFailureException if the client cannot have a response of that status, or another
   *     server is tried for it
   * @throws EofException if the exchange has ended
   */
  static void to(Attempt attempt, int status) throws IOException {
    if (!attempt.mayRelay(status)) {
      throw ServerFailureException.invalid(
          new ProtocolException("success without an upgrade, to CONNECT"));
    }
    if (attempt.isRetried(status)) {
      throw new ServerFailureException(Failure.Kind.STATUS, "retry for status " + status, null);
    }
    if (!attempt.commit(status)) {
      throw new EofException("exchange ended");
    }
  }
}
