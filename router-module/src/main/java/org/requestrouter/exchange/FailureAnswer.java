package org.requestrouter.exchange;

/** Tells the client of a failure, and drops what it still sends of its request. */
final class FailureAnswer {
  private FailureAnswer() {}

  /** Ends an exchange that has answered nothing. Nobody reads its content any more. */
  static void give(Downstream downstream, RequestContent content, Failure failure) {
    if (!downstream.respondsItself()) {
      downstream.fail(failure, () -> content.discard(downstream::complete));
      return;
    }
    content.withdraw(
        () -> {
          if (content.dropAvailable()) {
            downstream.linger();
          }
          downstream.respond(failure);
        });
  }
}
