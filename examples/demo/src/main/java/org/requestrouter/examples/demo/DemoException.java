package org.requestrouter.examples.demo;

/** The demo cannot run, for a reason that its user can mend. */
final class DemoException extends Exception {
  private static final long serialVersionUID = 1L;

  DemoException(String message) {
    super(message);
  }
}
