package org.requestrouter.affinity;

import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;
import org.requestrouter.rule.RequestHead;

/**
 * The bond between one request and a server, if there is one. It is used by one thread at a time:
 * before the request is placed, when its header is sent, and when that of the response has come.
 */
public final class Bond {
  private final Affinity affinity;
  private final RequestHead request;
  private CookieVisit visit = CookieVisit.FIRST;
  private String key;
  private String preferred;

  Bond(Affinity affinity, RequestHead request) {
    this.affinity = affinity;
    this.request = request;
  }

  /**
   * Returns the name of the server that the request belongs to: the one that its cookie names, else
   * the one that is kept with its value. It is looked for once an exchange; a server that has been
   * tried in vain is preferred no longer.
   *
   * @param inService whether the server of that name works, were it full or draining
   * @return null if the request belongs to none that works
   */
  public String preferred(Predicate<String> inService) {
    preferred = null;
    if (affinity.cookie() != null) {
      visit = affinity.cookie().read(request.fields(), inService);
      preferred = visit.server();
    }
    if (affinity.stick() != null) {
      key = affinity.stick().key(request);
      if (preferred == null) {
        preferred = affinity.stick().find(key, inService);
      }
    }
    return preferred;
  }

  /**
   * Returns what the server gets to see of a Cookie field.
   *
   * @return null if it must not see the field at all; the same text if nothing was taken out
   */
  public String forwarded(String cookies) {
    return affinity.cookie() == null ? cookies : affinity.cookie().forwarded(cookies);
  }

  /**
   * Learns who answers.
   *
   * @param server the name of the server
   * @param response the fields of its final response
   */
  public void learn(String server, HttpFields response) {
    if (affinity.stick() != null) {
      affinity.stick().learn(key, response, server);
    }
  }

  /**
   * Tells the client who answers, in the header of the final response.
   *
   * @param server the name of the server
   * @param status the status of the response
   * @param response the fields that the client gets
   */
  public void answered(String server, int status, HttpFields.Mutable response) {
    if (affinity.cookie() != null) {
      boolean bound = server.equals(preferred);
      if (affinity.cookie().give(visit, server, bound, response)) {
        affinity.cookie().protect(request, status, response);
      }
    }
  }
}
