package org.requestrouter.affinity;

/**
 * What the cookie of a request says.
 *
 * @param server the name of the server that the client belongs to, or null
 * @param dates the dates that the cookie bears
 */
record CookieVisit(String server, CookieDates dates) {
  static final CookieVisit FIRST = new CookieVisit(null, CookieDates.NONE);
}
