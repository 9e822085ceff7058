package org.requestrouter.headers;

import org.eclipse.jetty.http.HttpFields;

/** Has the fields of a response. */
@FunctionalInterface
public interface FieldSource {

  /** Adds the end-to-end fields, as the server has sent them. */
  void copyFields(HttpFields.Mutable to);
}
