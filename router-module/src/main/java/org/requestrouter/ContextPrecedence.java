package org.requestrouter;

import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/**
 * Decides which of the server's contexts a path belongs to, for one that is not in Jetty's
 * collection of contexts, as if it were the first in it: the longest context path wins, and of
 * equal ones that with virtual hosts.
 */
final class ContextPrecedence {
  private final ContextHandler own;
  private final Handler.Container all;
  private final ContextHandlerCollection collection;
  private volatile Preceding preceding;

  /**
   * The paths of the contexts that come before the own one.
   *
   * @param collected the collection's handlers, of which it makes a new list for every change
   */
  private record Preceding(List<Handler> collected, List<String> paths) {}

  /** Compares a context with the others in a container, to which more may be deployed any time. */
  ContextPrecedence(ContextHandler own, Handler.Container all) {
    this.own = own;
    this.all = all;
    this.collection = all.getDescendant(ContextHandlerCollection.class);
    this.preceding = find();
  }

  /** Whether a canonical path, or null for a target without one, belongs to the own context. */
  boolean isOwn(String path) {
    if (path == null || !covers(own.getContextPath(), path)) {
      return false;
    }
    List<String> paths = current().paths;
    for (int i = 0; i < paths.size(); i++) {
      if (covers(paths.get(i), path)) {
        return false;
      }
    }
    return true;
  }

  private static boolean covers(String contextPath, String path) {
    int length = contextPath.length();
    if (length == 1) {
      return path.startsWith(contextPath);
    }
    return path.startsWith(contextPath) && (path.length() == length || path.charAt(length) == '/');
  }

  private Preceding current() {
    Preceding known = preceding;
    if (collection != null && collection.getHandlers() != known.collected) {
      known = find();
      preceding = known;
    }
    return known;
  }

  private Preceding find() {
    // First the list, so that a change meanwhile is found the next time.
    List<Handler> collected = collection == null ? null : collection.getHandlers();
    List<String> paths =
        all.getDescendants(ContextHandler.class).stream()
            .filter(this::precedes)
            .map(ContextHandler::getContextPath)
            .distinct()
            .toList();
    return new Preceding(collected, paths);
  }

  private boolean precedes(ContextHandler other) {
    if (other == own) {
      return false;
    }
    String path = other.getContextPath();
    return path.equals(own.getContextPath())
        ? own.getVirtualHosts().isEmpty() && !other.getVirtualHosts().isEmpty()
        : covers(own.getContextPath(), path);
  }
}
