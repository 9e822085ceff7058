package org.requestrouter.config;

import org.requestrouter.rule.TextFormat;

/**
 * One change of a header, as declared.
 *
 * @param kind what is done
 * @param name the name of the field
 * @param value the value, null for a deletion
 */
public record HeaderChange(Kind kind, String name, TextFormat value) {

  /** What is done with the fields of the name. */
  public enum Kind {
    /** All are replaced by one. */
    SET,
    /** One more is added. */
    ADD,
    /** All are removed. */
    DELETE
  }

  /** Whether what is sent does not depend on the request; so it is with a deletion. */
  public boolean isConstant() {
    return value == null || value.isConstant();
  }
}
