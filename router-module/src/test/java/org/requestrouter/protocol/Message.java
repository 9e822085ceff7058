package org.requestrouter.protocol;

import java.util.List;

/** A complete message; the content is its bytes as ISO-8859-1, without any transfer coding. */
record Message(Head head, String content, List<Field> trailers) {

  int status() {
    return head.status();
  }
}
