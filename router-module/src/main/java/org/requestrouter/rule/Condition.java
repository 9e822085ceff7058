package org.requestrouter.rule;

/** A compiled condition: immutable, free of locks and of I/O. */
@FunctionalInterface
public interface Condition {

  /** The condition of a rule that has none. */
  Condition ALWAYS = request -> true;

  /** Returns whether the request satisfies this condition. */
  boolean test(RequestHead request);
}
