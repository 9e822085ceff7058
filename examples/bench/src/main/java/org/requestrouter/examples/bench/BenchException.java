package org.requestrouter.examples.bench;

/** The suite cannot run; the message says why. */
final class BenchException extends Exception {
  private static final long serialVersionUID = 1;

  BenchException(String message) {
    super(message);
  }
}
