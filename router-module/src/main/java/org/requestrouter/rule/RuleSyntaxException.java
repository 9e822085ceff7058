package org.requestrouter.rule;

/** A condition or an ACL that does not follow the grammar; the message quotes the text at fault. */
public class RuleSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception whose message stands on its own. */
  public RuleSyntaxException(String message) {
    super(message);
  }

  /** Creates an exception with the failure that caused it. */
  public RuleSyntaxException(String message, Throwable cause) {
    super(message, cause);
  }
}
